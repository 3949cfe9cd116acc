import type english from "@strings/en/catalog.json";

/**
 * The sections of the shared catalogs that the tab reads, by the files of all languages. A language is a folder and
 * needs no line here; a section that one of them lacks fails the build. A glob each keeps the other sections out of it,
 * and Vite reads globs only where they are written out.
 */
const files = {
  tab: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "tab" }),
  language: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "language" }),
  command: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "command" }),
  event: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "event" }),
  field: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "field" }),
  status: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "status" }),
  stage: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "stage" }),
  lead_source: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "lead_source" }),
  lost_reason: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "lost_reason" }),
  disqualify_reason: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "disqualify_reason" }),
  authority: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "authority" }),
  timeline: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "timeline" }),
  activity: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "activity" }),
  participant_role: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "participant_role" }),
  conversion: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "conversion" }),
  setting: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "setting" }),
  framework: import.meta.glob("@strings/*/catalog.json", { eager: true, import: "framework" }),
};

/** A section is a namespace of its own; `tab` has what only the tab says. */
export type Section = keyof typeof files;
/** What a language says. A test of the catalogs holds that all have the keys of the English one. */
export type Catalog = Pick<typeof english, Section>;

/** What is spoken where the reader's language is not, and where a sentence is missing. */
export const FALLBACK = "en";

/** What each language says, by the name of its folder. */
export const catalogs = Object.fromEntries(
  Object.keys(files.tab).map((file) => [file.split("/").at(-2), catalogIn(file)]),
) as Record<string, Catalog> & Record<typeof FALLBACK, Catalog>;

function catalogIn(file: string): Catalog {
  const sections = Object.entries(files).map(([section, found]) => [section, found[file]]);
  return Object.fromEntries(sections) as Catalog;
}
