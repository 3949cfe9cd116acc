import { useId, useState, type SyntheticEvent } from "react";
import { Button, Caption1, Checkbox, Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Framework, Requirable, Stage } from "../api";
import { invalid } from "../ui";
import { fieldName } from "../words";
import { Boxes, Late } from "./parts";
import { useSeen, useSetting } from "./saving";

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
      <Boxes
        legend={t("settings.fields")}
        width={180}
        problem={form.problems.required}
        describedBy={hint}
        below={
          <Caption1 id={hint} className={styles.hint}>
            {t("settings.fields_hint")}
          </Caption1>
        }
      >
        {requirable(stage, framework).map(([name, label]) => (
          <Checkbox
            key={name}
            label={label}
            checked={form.required.includes(name)}
            onChange={(_, { checked }) => form.require(name, checked === true)}
          />
        ))}
      </Boxes>
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
      {form.late && <Late of={stage.name} settings={told(stage, framework, t)} />}
      <Button appearance="primary" type="submit" disabledFocusable={form.busy}>
        {t("settings.save")}
      </Button>
    </form>
  );
}

/** What the stage requires and when a deal is stale in it, in words. */
function told(stage: Stage, framework: Framework, t: TFunction): string[] {
  const names = new Map(requirable(stage, framework));
  const required = stage.required.map((name) => names.get(name) ?? name).join(", ");
  return [required ? `${t("record.field", { field: t("settings.fields") })} ${required}` : t("settings.nothing"), ...staleness(stage, t)];
}

/** When a deal is stale in a stage; nothing where it cannot be. */
export function staleness({ type, stale_after: days }: Stage, t: TFunction): string[] {
  if (type !== "open") return [];
  return [days ? t("settings.stale_summary", { count: days }) : t("settings.never")];
}

function useStageForm(stage: Stage) {
  const { t } = useTranslation();
  // What was changed here; all else is shown as it is, so that another owner's changes appear.
  const [wanted, setWanted] = useState<readonly Requirable[] | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const { version, late, problems, setProblems, see, outcome } = useSeen(stage.version);
  const required = wanted ?? stage.required;
  const days = typed ?? String(stage.stale_after);
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
      version,
      ...(wanted && { required: wanted }),
      ...(count !== stage.stale_after && { stale_after: count }),
    };
    save.mutate(
      changes,
      outcome(() => {
        setWanted(null);
        setTyped(null);
      }),
    );
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
