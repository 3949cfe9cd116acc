import { type Places, Weekday, type WorkspaceSettings } from "../api";
import { findName, useFormats } from "../strings";

export type SettingName = keyof WorkspaceSettings;

/** Settings in the order in which they are told. */
export const SETTING_NAMES: readonly SettingName[] = [
  "currency",
  "time_zone",
  "country",
  "working_days",
  "public_holidays",
  "subdivision",
  "free_days",
  "guests",
  "retention_months",
];

/** Says settings in the reader's words; what the places do not name is shown by its key. */
export function useSettingWords(places: Places | undefined) {
  const formats = useFormats();
  const named = (list: keyof Places, key: string | null) =>
    key === null ? word("unknown") : (places?.[list].find((one) => one.key === key)?.name ?? key);
  const withKey = (list: keyof Places, key: string) => {
    const name = named(list, key);
    return name === key ? name : `${name} (${key})`;
  };

  const freeDay = (day: string) =>
    day.length > "12-24".length ? formats.day(day) : word("every_year", { day: formats.yearly(day) });
  const days = (keys: readonly string[]) =>
    Weekday.flatMap((key, index) => (keys.includes(key) ? [formats.weekdays[index] ?? key] : [])).join(", ");

  const sayings: Record<SettingName, (settings: WorkspaceSettings) => string> = {
    currency: ({ currency }) => withKey("currencies", currency),
    time_zone: ({ time_zone: zone }) => withKey("time_zones", zone),
    country: ({ country }) => named("countries", country),
    working_days: ({ working_days: keys }) => days(keys),
    public_holidays: ({ public_holidays: kept }) => word(kept ? "holidays_on" : "holidays_off"),
    subdivision: ({ subdivision }) => (subdivision === null ? word("everywhere") : named("subdivisions", subdivision)),
    free_days: ({ free_days: free }) => free.map(freeDay).join(" · ") || word("none"),
    guests: ({ guests }) => word(guests ? "guests_on" : "guests_off"),
    retention_months: ({ retention_months: months }) => (months ? word("months", { count: months }) : word("never")),
  };

  const say = (name: SettingName, settings: WorkspaceSettings) => sayings[name](settings);
  return {
    say,
    freeDay,
    /** Whose public holidays are kept, if any. */
    holidays: (settings: WorkspaceSettings) =>
      say(
        !settings.public_holidays ? "public_holidays" : settings.subdivision === null ? "country" : "subdivision",
        settings,
      ),
    /** What changes and what stays where a setting becomes another. */
    effect: (name: SettingName, settings: WorkspaceSettings) => word(`effect.${name}`, { after: say(name, settings) }),
  };
}

function word(key: string, details: Record<string, string | number> = {}): string {
  return findName("setting", key, details) ?? key;
}
