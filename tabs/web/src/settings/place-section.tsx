import { useState, type SyntheticEvent } from "react";
import { Button, Field, Select } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { ApiError, type Me, useMe, usePlaces, type Workspace } from "../api";
import { fieldName } from "../words";
import { useFormats } from "../strings";
import { invalid } from "../ui";
import { usePickerStyles } from "./parts";
import { useSetting } from "./saving";
import { Section } from "./section";
import { useSettingWords } from "./workspace-words";

/** Where the reader is: times, days and phone numbers are read as there. */
export function PlaceSection({ workspace }: { workspace: Workspace }) {
  const styles = usePickerStyles();
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
    <Section title={t("settings.place")} hint={t("settings.place_hint")}>
      <form className={styles.form} onSubmit={submit} noValidate aria-label={t("settings.place")}>
        <Field
          label={fieldName("time_zone")}
          hint={t("settings.now", { time: formats.clock(value || workspace.time_zone) })}
          {...invalid(problem)}
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
    </Section>
  );
}
