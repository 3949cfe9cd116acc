import { Caption1, makeStyles, Radio, RadioGroup, Subtitle2, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { Framework } from "../api";
import { findName } from "../strings";
import { useSetting } from "./saving";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
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
    <section className={styles.root} aria-label={t("settings.framework")}>
      <Subtitle2 as="h3">{t("settings.framework")}</Subtitle2>
      <Caption1 className={styles.hint}>{t("settings.framework_hint")}</Caption1>
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
    </section>
  );
}

function nameOf(key: string): string {
  const [name, about] = ["name", "about"].map((part) => findName("framework", `${key}.${part}`));
  return about ? `${name ?? key} · ${about}` : (name ?? key);
}
