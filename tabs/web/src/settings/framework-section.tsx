import { makeStyles, Radio, RadioGroup, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { Framework } from "../api";
import { findName } from "../strings";
import { useSetting } from "./saving";
import { Section } from "./section";

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground3 },
  questions: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** By which questions leads are qualified; chosen at once. */
export function FrameworkSection({ framework }: { framework: Framework }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const choose = useSetting<Framework, string>({
    send: (api, key) => api.patch<Framework>("/framework", { framework: key }),
    said: ({ name }) => t("settings.framework_saved", { name }),
  });
  const chosen = choose.isPending ? choose.variables : framework.framework;
  return (
    <Section title={t("settings.framework")} hint={t("settings.framework_hint")}>
      <RadioGroup
        aria-label={t("settings.framework")}
        value={chosen}
        onChange={(_, { value }) => value !== chosen && choose.mutate(value)}
      >
        {framework.frameworks.map((key) => (
          <Radio key={key} value={key} label={nameOf(key)} />
        ))}
      </RadioGroup>
      <ul className={styles.questions}>
        {framework.questions.map(({ key, label, weight }) => (
          <li key={key}>{t("settings.points", { label, weight })}</li>
        ))}
      </ul>
    </Section>
  );
}

function nameOf(key: string): string {
  const [name, about] = ["name", "about"].map((part) => findName("framework", `${key}.${part}`));
  return about ? `${name ?? key} · ${about}` : (name ?? key);
}
