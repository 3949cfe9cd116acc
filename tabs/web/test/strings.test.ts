import { describe, expect, it } from "vitest";
import { FIELDS } from "../src/record/fields";
import { catalogs, type Section } from "../src/strings/catalogs";
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

describe("the catalogs", () => {
  it.each(Object.keys(catalogs.en) as Section[])("say the same things in section %s of both languages", (section) => {
    const english = flatten(catalogs.en[section]);
    const german = flatten(catalogs.de[section]);
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) expect(placeholders(german.get(key) ?? ""), key).toEqual(placeholders(text));
  });

  it("name every field that a record shows", () => {
    const shown = [...new Set(Object.values(FIELDS).flat())];
    expect(shown.filter((field) => !(field in catalogs.en.field))).toEqual([]);
  });
});

describe("the reader's language", () => {
  it.each([
    ["de-AT", "de"],
    ["de", "de"],
    ["DE_ch", "de"],
    ["en-GB", "en"],
    ["fr-FR", "en"],
    ["", "en"],
    [null, "en"],
  ])("of locale %s is %s", (locale, language) => expect(languageOf(locale)).toBe(language));

  it("keeps the region where it speaks the language, and only there", () => {
    expect(localeFor("de", "de-AT")).toBe("de-AT");
    expect(localeFor("de", "en-US")).toBe("de");
    expect(localeFor("en", "en_broken!")).toBe("en");
  });
});
