import { createContext, use, useEffect, useMemo, type ReactNode } from "react";
import i18next from "i18next";
import { FALLBACK } from "./catalogs";
import { createFormats, type Formats } from "./formats";
import { languageOf, localeFor } from "./language";

const FormatsContext = createContext<Formats>(createFormats(FALLBACK));

/** Numbers, money and dates in the reader's locale. */
export function useFormats(): Formats {
  return use(FormatsContext);
}

/** Sets the language of everything below: the one the member chose, else the one of the host. */
export function ReaderProvider(props: { chosen: string | null; hostLocale: string; children: ReactNode }) {
  const language = languageOf(props.chosen ?? props.hostLocale);
  const locale = localeFor(language, props.hostLocale);
  useEffect(() => {
    document.documentElement.lang = language;
    if (i18next.language !== language) void i18next.changeLanguage(language);
  }, [language]);
  const formats = useMemo(() => createFormats(locale), [locale]);
  return <FormatsContext value={formats}>{props.children}</FormatsContext>;
}
