import { Caption1, makeStyles, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useMe, usePlaces, type Workspace } from "../api";
import { fieldName } from "../words";
import { useFormats } from "../strings";
import { Section } from "./section";
import { WorkspaceForm } from "./workspace-form";
import { useSettingWords } from "./workspace-words";

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground3 },
  facts: { display: "grid", gridTemplateColumns: "minmax(96px, auto) 1fr", gap: tokens.spacingHorizontalM, margin: 0 },
  value: { margin: 0 },
});

/** Where the workspace is, what is paid with there and on which days it works: a form for owners, for others to read. */
export function WorkspaceSection({ workspace }: { workspace: Workspace }) {
  const { t } = useTranslation();
  const owns = useMe().data?.member.role === "owner";
  return (
    <Section
      title={t("settings.workspace")}
      hint={owns ? t("settings.workspace_hint") : (workspace.unowned ?? t("settings.owners", { names: namesOf(workspace) }))}
    >
      {owns ? <WorkspaceForm workspace={workspace} /> : <Facts workspace={workspace} />}
      <DaysOff workspace={workspace} />
    </Section>
  );
}

function namesOf({ owners }: Workspace): string {
  return owners.map(({ name }) => name).join(", ");
}

function Facts({ workspace }: { workspace: Workspace }) {
  const styles = useStyles();
  const places = usePlaces(workspace.country).data;
  const words = useSettingWords(places);
  const told = [
    "currency", "time_zone", "country", "working_days", "public_holidays", "free_days", "guests", "retention_months",
  ] as const;
  return (
    <dl className={styles.facts}>
      {told.map((name) => [
        <dt key={name} className={styles.hint}>
          {fieldName(name)}
        </dt>,
        <dd key={`${name} value`} className={styles.value}>
          {name === "public_holidays" ? words.holidays(workspace) : words.say(name, workspace)}
        </dd>,
      ])}
    </dl>
  );
}

function DaysOff({ workspace }: { workspace: Workspace }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const days = workspace.days_off.slice(0, 3).map(({ date, name }) => `${formats.day(date)} ${name}`.trim());
  if (days.length === 0) return null;
  return <Caption1 className={styles.hint}>{t("settings.days_off", { days: days.join(" · ") })}</Caption1>;
}
