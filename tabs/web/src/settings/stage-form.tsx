import { useId, useState, type SyntheticEvent } from "react";
import {
  Button,
  Caption1,
  Checkbox,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError, type Framework, type Requirable, type Stage } from "../api";
import { fieldName } from "../words";
import { isLate, useSetting } from "./saving";

/** What every deal can have; the framework adds its own answers. */
const FIELDS: readonly Requirable[] = ["amount", "close_date", "contact", "organization", "need", "budget", "authority", "timeline"];
const MOST_DAYS = 365;

const useStyles = makeStyles({
  form: {
    display: "flex",
    flexDirection: "column",
    alignItems: "flex-start",
    gap: tokens.spacingVerticalM,
    paddingBottom: tokens.spacingVerticalL,
  },
  fields: { display: "flex", flexDirection: "column", boxSizing: "border-box", width: "100%", margin: 0, padding: 0, border: "none" },
  legend: { padding: 0 },
  boxes: { display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(180px, 1fr))" },
  problem: { color: tokens.colorPaletteRedForeground1 },
  hint: { color: tokens.colorNeutralForeground3 },
  days: { width: "96px" },
});

interface Props {
  stage: Stage;
  framework: Framework;
}

/** What a stage requires and when a deal is stale in it; saved together. */
export function StageForm({ stage, framework }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const form = useStageForm(stage);
  const hint = useId();
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate aria-label={stage.name}>
      {/* No Field: it gives its name to the first box. */}
      <fieldset className={styles.fields} aria-describedby={hint}>
        <legend className={styles.legend}>{t("settings.fields")}</legend>
        <div className={styles.boxes}>
          {requirable(stage, framework).map(([name, label]) => (
            <Checkbox
              key={name}
              label={label}
              checked={form.required.includes(name)}
              onChange={(_, { checked }) => form.require(name, checked === true)}
            />
          ))}
        </div>
        {form.problems.required && (
          <Caption1 className={styles.problem} role="alert">
            {form.problems.required}
          </Caption1>
        )}
        <Caption1 id={hint} className={styles.hint}>
          {t("settings.fields_hint")}
        </Caption1>
      </fieldset>
      {stage.type === "open" && (
        <Field label={t("settings.stale")} hint={t("settings.stale_hint")} {...invalid(form.problems.stale_after)}>
          <Input
            className={styles.days}
            inputMode="numeric"
            maxLength={3}
            value={form.days}
            onChange={(_, { value }) => form.setDays(value)}
          />
        </Field>
      )}
      {form.late && <Late stage={stage} framework={framework} />}
      <Button appearance="primary" type="submit" disabledFocusable={form.busy}>
        {t("settings.save")}
      </Button>
    </form>
  );
}

/** What somebody else has saved meanwhile, so that it is replaced knowingly or not at all. */
function Late({ stage, framework }: Props) {
  const { t } = useTranslation();
  const names = new Map(requirable(stage, framework));
  const required = stage.required.map((name) => names.get(name) ?? name).join(", ");
  const told = required ? t("record.field", { field: t("settings.fields") }) + ` ${required}` : t("settings.nothing");
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{t("settings.changed_title", { stage: stage.name })}</MessageBarTitle>
        {t("settings.changed", { settings: [told, ...staleness(stage, t)].join(" · ") })}
      </MessageBarBody>
    </MessageBar>
  );
}

/** When a deal is stale in a stage; nothing where it cannot be. */
export function staleness({ type, stale_after: days }: Stage, t: TFunction): string[] {
  if (type !== "open") return [];
  return [days ? t("settings.stale_summary", { count: days }) : t("settings.never")];
}

type Problems = Readonly<Record<string, string>>;

function useStageForm(stage: Stage) {
  const { t } = useTranslation();
  // What was changed here; all else is shown as it is, so that another owner's changes appear.
  const [wanted, setWanted] = useState<readonly Requirable[] | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  // The settings that were on screen when the first of these was changed, or when a later version was told.
  const [seen, setSeen] = useState<number | null>(null);
  const [late, setLate] = useState(false);
  const see = () => setSeen((version) => version ?? stage.version);
  const required = wanted ?? stage.required;
  const days = typed ?? String(stage.stale_after);
  const [problems, setProblems] = useState<Problems>({});
  const save = useSetting<Stage, Partial<Stage>>({
    send: (api, changes) => api.patch<Stage>(`/stages/${stage.id}`, changes),
    said: ({ name }) => t("settings.stage_saved", { stage: name }),
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (save.isPending) return;
    const count = readDays(days);
    setProblems(count === null ? { stale_after: t("settings.stale_invalid") } : {});
    if (count === null) return;
    // Only what was changed: another owner may be about to change the rest.
    const changes = {
      version: seen ?? stage.version,
      ...(wanted && { required: wanted }),
      ...(count !== stage.stale_after && { stale_after: count }),
    };
    save.mutate(changes, {
      onSuccess: () => {
        setWanted(null);
        setTyped(null);
        setSeen(null);
        setLate(false);
      },
      onError: (error) => {
        setProblems(error instanceof ApiError ? error.fields : {});
        if (!isLate(error)) return;
        setSeen(null);
        setLate(true);
      },
    });
  }

  const require = (name: Requirable, needed: boolean) => {
    see();
    setWanted(needed ? [...required, name] : required.filter((other) => other !== name));
  };
  const setDays = (text: string) => {
    see();
    setTyped(text);
  };
  return { required, require, days, setDays, problems, late, submit, busy: save.isPending };
}

/** Whole working days; null for anything else. */
function readDays(text: string): number | null {
  const count = /^\d{1,3}$/.test(text.trim()) ? Number(text) : null;
  return count !== null && count <= MOST_DAYS ? count : null;
}

/** Fields with their names: those of every deal, the framework's answers, and what is required already. */
function requirable(stage: Stage, framework: Framework): [Requirable, string][] {
  const asked = new Map(framework.questions.map(({ field, label }) => [field, label]));
  const names = new Set([...FIELDS, ...asked.keys(), ...stage.required]);
  return [...names].map((name) => [name, asked.get(name) ?? fieldName(name) ?? name]);
}

function invalid(message: string | undefined) {
  return message ? ({ validationState: "error", validationMessage: message } as const) : {};
}
