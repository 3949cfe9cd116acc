import { describe, expect, it } from "vitest";
import { catalogs, FALLBACK, type Section } from "../src/strings/catalogs";
import { languageOf, localeFor } from "../src/strings/language";

interface Tree {
  [key: string]: string | Tree;
}

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`).forEach((text, path) => flat.set(path, text));
  }
  return flat;
}

const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name).sort();

const english = catalogs[FALLBACK];
const languages = Object.keys(catalogs);
const sections = Object.keys(english) as Section[];

describe("the catalogs", () => {
  it("are those of the folders", () => expect(languages).toEqual(expect.arrayContaining(["de", "en"])));

  it.each(languages.flatMap((language) => sections.map((section) => [language, section] as const)))(
    "of %s say in section %s what the others say",
    (language, section) => {
      const first = flatten(english[section]);
      const other = flatten(catalogs[language]?.[section] ?? {});
      expect([...other.keys()].sort()).toEqual([...first.keys()].sort());
      for (const [key, text] of first) expect(placeholders(other.get(key) ?? ""), key).toEqual(placeholders(text));
    },
  );
});

describe("the reader's language", () => {
  it.each([
    ["de-AT", "de"],
    ["de", "de"],
    ["DE_ch", "de"],
    ["en-GB", "en"],
    ["fr-FR", "en"],
    ["constructor", "en"],
    ["", "en"],
    [null, "en"],
  ])("of locale %s is %s", (locale, language) => expect(languageOf(locale)).toBe(language));

  it("keeps the region where it speaks the language, and only there", () => {
    expect(localeFor("de", "de-AT")).toBe("de-AT");
    expect(localeFor("de", "en-US")).toBe("de");
    expect(localeFor("en", "en_broken!")).toBe("en");
  });
});
