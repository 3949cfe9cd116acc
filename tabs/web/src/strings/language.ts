import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { catalogs, FALLBACK, type Section } from "./catalogs";

/** The language of a locale such as `de-AT`; the fallback where the product does not speak the reader's. */
export function languageOf(locale: string | null | undefined): string {
  const language = (locale ?? "").toLowerCase().split(/[-_]/)[0] ?? "";
  return Object.hasOwn(catalogs, language) ? language : FALLBACK;
}

/** The locale for numbers and dates: the reader's region as long as it speaks the language of the tab, else the one
 * whose rules the language follows. */
export function localeFor(language: string, hostLocale: string): string {
  if (languageOf(hostLocale) === language && isLocale(hostLocale)) return hostLocale;
  return catalogs[language]?.language.locale ?? language;
}

function isLocale(name: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name).length > 0;
  } catch {
    return false;
  }
}

/** The language in which the reader reads at the moment. */
export function useLanguage(): string {
  return useTranslation().i18n.language;
}

export async function startStrings(language: string): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: FALLBACK,
    resources: catalogs,
    defaultNS: "tab",
    interpolation: { escapeValue: false }, // React escapes what it shows.
  });
}

/**
 * Finds a name that the tab does not know at build time (of an event, a field, a choice); null if the catalogs do not
 * have it, so that the caller decides what to show instead of a raw key.
 */
export function findName(section: Section, key: string, details: Record<string, string | number> = {}): string | null {
  const id = `${section}:${key}`;
  const find = i18next as unknown as {
    exists: (key: string, details: object) => boolean;
    t: (key: string, details: object) => unknown;
  };
  if (!find.exists(id, details)) return null;
  const found = find.t(id, details);
  return typeof found === "string" ? found : null;
}

/** A sentence of the tab for those who are no component. */
export { t as translate } from "i18next";
