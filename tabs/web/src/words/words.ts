import type { Choice, Choices, Entry, Money, Participant, Person, Reference, Stage, Values } from "../api";
import { findName,  translate, type Formats, type Section } from "../strings";

/** What it takes to say a value in the reader's words. */
export interface Words {
  formats: Formats;
  stages: readonly Stage[];
  members: readonly Person[];
  choices: Choices | null;
  /** Fields that hold a key of a list, with the section that has its names. */
  lists: Readonly<Record<string, string>>;
  /** What the workspace calls the fields that it has described itself. */
  own: Readonly<Record<string, string>>;
}

/** The log of a conversion, as far as it is told in one line. */
interface Conversion {
  created?: Record<string, number>;
  used?: Record<string, number>;
  skipped?: string[];
}

/** One field before and after a change, as text; null where there was nothing. */
export interface Change {
  field: string;
  label: string;
  before: string | null;
  after: string | null;
}

/** Book-keeping that says nothing which another field or the event itself does not say. */
const SILENT = new Set(["pipeline", "left_stage", "closed_at", "created_at", "updated_at", "version", "number", "kind", "origin"]);

const RECORDS = new Set(["lead", "opportunity", "contact", "organization"]);

export function eventName(event: string): string {
  return findName("event", event) ?? translate("changed");
}

export function fieldName(field: string): string | null {
  return findName("field", field);
}

/** What a field of a record is called, by everybody or in this workspace alone. */
export function labelOf(field: string, { own }: Pick<Words, "own">): string | null {
  return own[field] ?? fieldName(field);
}

/**
 * The fields that a change touched, in the reader's words; fields without a name in the catalogs stay unsaid. A new
 * activity is told by its name already, in the timeline of what it is about.
 */
export function describeChanges(entry: Pick<Entry, "before" | "after" | "about">, words: Words): Change[] {
  const before = onDay(entry.before);
  const after = onDay(entry.after);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .flatMap((field) => describeChange(field, before, after, words))
    .filter((change) => !entry.about || change.before !== null || !["name", "about"].includes(change.field));
}

/** Values with the day on which something was done in the place of a time that nobody knows. */
export function onDay(values: Values): Values {
  return values.done_on && values.done_at ? { ...values, done_at: values.done_on } : values;
}

function describeChange(field: string, before: Values, after: Values, words: Words): Change[] {
  const label = SILENT.has(field) ? null : labelOf(field, words);
  if (label === null) return [];
  const [was, is] = apart(before[field], after[field]);
  const change = { field, label, before: say(field, was, words), after: say(field, is, words) };
  return change.before === change.after ? [] : [change];
}

/** Two values; of two lists only what the one has and the other has not. */
function apart(before: unknown, after: unknown): [unknown, unknown] {
  if (!Array.isArray(before) && !Array.isArray(after)) return [before, after];
  const [was, is] = [before, after].map((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return [missingFrom(is ?? [], was ?? []), missingFrom(was ?? [], is ?? [])];
}

function missingFrom(list: unknown[], others: unknown[]): unknown[] {
  const known = new Set(list.map((one) => JSON.stringify(one)));
  return others.filter((one) => !known.has(JSON.stringify(one)));
}

/** The role of a participant in the reader's words. */
export function roleName(role: string): string {
  return (/^[a-z_]+$/.test(role) ? findName("participant_role", role) : null) ?? role;
}

/** A value of a field as text; null for none. Never a key or an id. */
export function say(field: string, value: unknown, words: Words): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (field === "stage") return sayStage(value, words.stages);
  if (field === "owner" && typeof value === "number") return words.members.find(({ id }) => id === value)?.name ?? null;
  if (typeof value === "boolean") return translate(value ? "yes" : "no");
  if (typeof value === "number") return RECORDS.has(field) ? `#${value}` : words.formats.count(value);
  if (typeof value === "string") return sayText(field, value, words);
  if (Array.isArray(value)) return sayList(value) || null;
  if (field === "conversion") return sayConversion(value);
  if (isMoney(value)) return words.formats.money(value);
  return isNamed(value) ? value.name : null;
}

/** Participants with their roles, followers. */
function sayList(list: unknown[]): string {
  return list
    .map((one) => {
      const { contact, role, name } = one as Partial<Participant & Person>;
      return role ? `${contact?.name} (${roleName(role)})` : (contact?.name ?? name ?? "");
    })
    .filter(Boolean)
    .join(", ");
}

/** What qualifying a lead created, used and left out: "Created: Opportunity #4; used: Contact #3". */
function sayConversion({ created = {}, used = {}, skipped = [] }: Conversion): string | null {
  const numbered = (numbers: Record<string, number>) =>
    Object.entries(numbers).map(([kind, number]) => `${sayKind(kind)} #${number}`);
  const parts: [string, string[]][] = [
    ["created", numbered(created)],
    ["used", numbered(used)],
    ["skipped", skipped.map(sayKind)],
  ];
  const said = parts.filter(([, names]) => names.length > 0);
  return said.map(([key, names]) => `${findName("conversion", key) ?? key}: ${names.join(", ")}`).join("; ") || null;
}

function sayKind(kind: string): string {
  return findName("tab", `kind.${kind}`) ?? inWords(kind);
}

function sayStage(value: unknown, stages: readonly Stage[]): string | null {
  const stage = stages.find(({ id, key }) => id === value || key === value);
  if (stage) return stage.name;
  return typeof value === "string" ? (findName("stage", value) ?? inWords(value)) : null;
}

function sayText(field: string, value: string, { formats, choices, lists }: Words): string {
  const list = lists[field] as Section | undefined;
  if (list) {
    const own: readonly Choice[] = choices?.[list as keyof Choices] ?? [];
    return own.find(({ key }) => key === value)?.name ?? findName(list, value) ?? inWords(value);
  }
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return formats.day(value);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(value)) return formats.moment(value);
  return value;
}

/** The last resort for a key of a list that was removed meanwhile. */
function inWords(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isMoney(value: object): value is Money {
  return "amount" in value && "currency" in value;
}

function isNamed(value: object): value is Reference | Person {
  return "name" in value && typeof value.name === "string";
}
