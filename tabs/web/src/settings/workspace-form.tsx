import { useState, type SyntheticEvent } from "react";
import { Button, Caption1, Checkbox, Field, Input, makeStyles, Select, Text, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { type Choice, usePlaces, Weekday, type Workspace, type WorkspaceSettings } from "../api";
import { fieldName } from "../words";
import { findName, useFormats } from "../strings";
import { invalid } from "../ui";
import { FreeDays } from "./free-days";
import { Boxes, Late, usePickerStyles } from "./parts";
import { useSeen, useSetting } from "./saving";
import { SETTING_NAMES, type SettingName, useSettingWords } from "./workspace-words";

/** What the choice of holidays holds besides the parts of a country. */
const OFF = "off";
const EVERYWHERE = "all";

const useStyles = makeStyles({
  effects: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  effect: { display: "flex", flexDirection: "column" },
});

type Draft = Partial<WorkspaceSettings>;

/** The settings of the workspace, saved together; before that it is told what changes and what stays. */
export function WorkspaceForm({ workspace }: { workspace: Workspace }) {
  const styles = usePickerStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const form = useWorkspaceForm(workspace);
  const { wanted, set, problems } = form;
  const places = usePlaces(wanted.country).data;
  const words = useSettingWords(usePlaces(workspace.country).data);
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate aria-label={t("settings.workspace")}>
      <Picked name="currency" value={wanted.currency} options={places?.currencies} coded form={form} />
      <Picked
        name="time_zone"
        value={wanted.time_zone}
        options={places?.time_zones}
        hint={t("settings.now", { time: formats.clock(wanted.time_zone) })}
        coded
        form={form}
      />
      <Picked name="country" value={wanted.country ?? ""} options={places?.countries} form={form} />
      <Boxes legend={fieldName("working_days") ?? ""} width={120} problem={problems.working_days}>
        {Weekday.map((day, index) => (
          <Checkbox
            key={day}
            label={formats.weekdays[index] ?? day}
            checked={wanted.working_days.includes(day)}
            onChange={(_, { checked }) =>
              set({ working_days: Weekday.filter((one) => (one === day ? checked === true : wanted.working_days.includes(one))) })
            }
          />
        ))}
      </Boxes>
      <Field label={fieldName("public_holidays")} {...invalid(problems.public_holidays ?? problems.subdivision)}>
        <Select value={wanted.public_holidays ? (wanted.subdivision ?? EVERYWHERE) : OFF} onChange={(_, { value }) => set(holidaysOf(value))}>
          <option value={EVERYWHERE}>{findName("setting", "everywhere")}</option>
          {places?.subdivisions.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
          <option value={OFF}>{findName("setting", "holidays_off")}</option>
        </Select>
      </Field>
      <FreeDays days={wanted.free_days} problem={problems.free_days} onChange={(days) => set({ free_days: days })} />
      <Field label={fieldName("guests")} {...invalid(problems.guests)}>
        <Select value={wanted.guests ? EVERYWHERE : OFF} onChange={(_, { value }) => set({ guests: value !== OFF })}>
          <option value={OFF}>{findName("setting", "guests_off")}</option>
          <option value={EVERYWHERE}>{findName("setting", "guests_on")}</option>
        </Select>
      </Field>
      <Field label={t("settings.retention")} hint={t("settings.retention_hint")} {...invalid(problems.retention_months)}>
        <Input
          type="number"
          min={0}
          max={120}
          value={String(wanted.retention_months)}
          onChange={(_, { value }) => set({ retention_months: Number(value) })}
        />
      </Field>
      {form.late && <Late of={t("settings.workspace")} settings={SETTING_NAMES.map((name) => words.say(name, workspace))} />}
      <Effects workspace={workspace} wanted={wanted} changed={form.changed} />
      <Button className={styles.save} appearance="primary" type="submit" disabledFocusable={form.busy}>
        {t("settings.save")}
      </Button>
    </form>
  );
}

interface PickedProps {
  name: "currency" | "time_zone" | "country";
  value: string;
  options: readonly Choice[] | undefined;
  hint?: string;
  /** Whether people know the key as well. */
  coded?: boolean;
  form: ReturnType<typeof useWorkspaceForm>;
}

/** One of a list; what is set is among it even where the list does not know it. */
function Picked({ name, value, options = [], hint, coded, form }: PickedProps) {
  const known = options.some(({ key }) => key === value);
  return (
    <Field label={fieldName(name)} {...(hint ? { hint } : {})} {...invalid(form.problems[name])}>
      <Select
        value={value}
        onChange={(_, data) => form.set(name === "country" ? { country: data.value, subdivision: null } : { [name]: data.value })}
      >
        {!known && <option value={value}>{value}</option>}
        {options.map(({ key, name: called }) => (
          <option key={key} value={key}>
            {coded ? `${called} (${key})` : called}
          </option>
        ))}
      </Select>
    </Field>
  );
}

interface EffectsProps {
  workspace: Workspace;
  wanted: WorkspaceSettings;
  changed: readonly SettingName[];
}

/** What saving would change and what would stay; nothing where nothing differs. */
function Effects({ workspace, wanted, changed }: EffectsProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const before = useSettingWords(usePlaces(workspace.country).data);
  const after = useSettingWords(usePlaces(wanted.country).data);
  if (changed.length === 0) return null;
  return (
    <div className={styles.effects} role="status" aria-label={t("settings.effects")}>
      {changed.map((name) => (
        <div key={name} className={styles.effect}>
          <Text weight="semibold">
            {t("record.field", { field: fieldName(name) ?? name })} {before.say(name, workspace)} → {after.say(name, wanted)}
          </Text>
          <Caption1>{after.effect(name, wanted)}</Caption1>
        </div>
      ))}
    </div>
  );
}

function useWorkspaceForm(workspace: Workspace) {
  const { t } = useTranslation();
  // What was changed here; all else is shown as it is, so that another owner's changes appear.
  const [draft, setDraft] = useState<Draft>({});
  const { version, late, problems, setProblems, see, outcome } = useSeen(workspace.version);
  const wanted: WorkspaceSettings = { ...workspace, ...draft };
  const changed = SETTING_NAMES.filter((name) => String(wanted[name]) !== String(workspace[name]));
  const save = useSetting<Workspace, Draft & { version: number }>({
    send: (api, changes) => api.patch<Workspace>("/workspace", changes),
    said: () => t("settings.workspace_saved"),
  });

  const set = (changes: Draft) => {
    see();
    setDraft((before) => ({ ...before, ...changes }));
  };

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (save.isPending || changed.length === 0) return;
    // Only what was changed: another owner may be about to change the rest.
    const changes = Object.fromEntries(changed.map((name) => [name, wanted[name]])) as Draft;
    setProblems({});
    save.mutate({ version, ...changes }, outcome(() => setDraft({})));
  }

  return { wanted, changed, set, problems, late, submit, busy: save.isPending };
}

function holidaysOf(value: string): Draft {
  if (value === OFF) return { public_holidays: false };
  return { public_holidays: true, subdivision: value === EVERYWHERE ? null : value };
}
