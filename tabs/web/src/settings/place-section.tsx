import { useState, type SyntheticEvent } from "react";
import { Button, Caption1, Field, makeStyles, Select, Subtitle2, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { ApiError, type Me, useMe, usePlaces, type Workspace } from "../api";
import { fieldName } from "../words";
import { useFormats } from "../strings";
import { useSetting } from "./saving";
import { useSettingWords } from "./workspace-words";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  form: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    // Else the longest option is how wide it is, on a phone as well.
    "& select": { width: "100%", minWidth: 0 },
  },
  hint: { color: tokens.colorNeutralForeground3 },
  save: { alignSelf: "flex-start" },
});

/** Where the reader is: times, days and phone numbers are read as there. */
export function PlaceSection({ workspace }: { workspace: Workspace }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const member = useMe().data?.member;
  const places = usePlaces(workspace.country).data;
  const words = useSettingWords(places);
  const [zone, setZone] = useState<string | null>(null);
  const save = useSetting<Me, string>({
    send: (api, wanted) => api.patch<Me>("/me", { time_zone: wanted || null }),
    said: () => t("settings.place_saved"),
  });
  if (!member) return null;
  const value = zone ?? member.time_zone ?? "";
  const problem = save.error instanceof ApiError ? save.error.fields.time_zone : undefined;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!save.isPending) save.mutate(value, { onSuccess: () => setZone(null) });
  }

  const known = value === "" || places?.time_zones.some(({ key }) => key === value);
  return (
    <section className={styles.root} aria-label={t("settings.place")}>
      <Subtitle2 as="h3">{t("settings.place")}</Subtitle2>
      <Caption1 className={styles.hint}>{t("settings.place_hint")}</Caption1>
      <form className={styles.form} onSubmit={submit} noValidate aria-label={t("settings.place")}>
        <Field
          label={fieldName("time_zone")}
          hint={t("settings.now", { time: formats.clock(value || workspace.time_zone) })}
          {...(problem ? ({ validationState: "error", validationMessage: problem } as const) : {})}
        >
          <Select value={value} onChange={(_, data) => setZone(data.value)}>
            <option value="">{t("settings.as_workspace", { zone: words.say("time_zone", workspace) })}</option>
            {!known && <option value={value}>{value}</option>}
            {places?.time_zones.map(({ key, name }) => (
              <option key={key} value={key}>
                {name} ({key})
              </option>
            ))}
          </Select>
        </Field>
        {zone !== null && zone !== (member.time_zone ?? "") && (
          <Button className={styles.save} type="submit" disabledFocusable={save.isPending}>
            {t("settings.save")}
          </Button>
        )}
      </form>
    </section>
  );
}
