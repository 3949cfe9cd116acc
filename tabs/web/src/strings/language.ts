import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { catalogs, type Language, type Section } from "./catalogs";

/** The language of a locale such as `de-AT`; English where the product does not speak the reader's. */
export function languageOf(locale: string | null | undefined): Language {
  const language = (locale ?? "").toLowerCase().split(/[-_]/)[0] ?? "";
  return language in catalogs ? (language as Language) : "en";
}

/** The locale for numbers and dates: the reader's region as long as it speaks the language of the tab. */
export function localeFor(language: Language, hostLocale: string): string {
  return languageOf(hostLocale) === language && isLocale(hostLocale) ? hostLocale : language;
}

function isLocale(name: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name).length > 0;
  } catch {
    return false;
  }
}

export async function startStrings(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    resources: catalogs,
    defaultNS: "tab",
    interpolation: { escapeValue: false }, // React escapes what it shows.
  });
}

/**
 * Finds a name that the tab does not know at build time (of an event, a field, a choice); null if the catalogs do not
 * have it, so that the caller decides what to show instead of a raw key.
 */
export function findName(section: Section, key: string, details: Record<string, string> = {}): string | null {
  const id = `${section}:${key}`;
  const find = i18next as unknown as {
    exists: (key: string) => boolean;
    t: (key: string, details: object) => unknown;
  };
  if (!find.exists(id)) return null;
  const found = find.t(id, details);
  return typeof found === "string" ? found : null;
}
