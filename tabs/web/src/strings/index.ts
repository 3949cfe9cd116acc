export type { Section } from "./catalogs";
export { type Formats, isPast } from "./formats";
export { findName, languageOf, startStrings, translate, useLanguage } from "./language";
export { ReaderProvider, useFormats } from "./reader";
