/** The shapes of the HTTP API (`/api/v1`). Money amounts are decimal strings and never become floating point numbers. */

export interface Money {
  amount: string;
  currency: string;
}

export type Kind = "lead" | "opportunity" | "contact" | "organization" | "activity";
export type StageType = "open" | "won" | "lost";
export type Role = "owner" | "member" | "viewer";

export interface Person {
  id: number;
  name: string;
}

/** Another record, as far as a link needs it. */
export interface Reference {
  number: number;
  name: string;
}

/** A contact that takes part; the role is a key of `participant_role`, or what somebody wrote. */
export interface Participant {
  contact: Reference;
  role: string;
}

/** The record that an activity is about. */
export interface Subject extends Reference {
  kind: Kind;
}

/** An activity as its record mentions it. */
export interface Step {
  number: number;
  type: string;
  name: string;
  due: string | null;
  due_at: string | null;
}

export interface Stage {
  id: number;
  key: string;
  name: string;
  type: StageType;
  probability: number;
  /** Fields without which an opportunity cannot enter. */
  required: readonly string[];
  stale_after: number;
  /** Grows with every change of these settings. */
  version: number;
}

export interface Pipeline {
  id: number;
  name: string;
  stages: Stage[];
}

/** The questions that qualify a lead in this workspace; `frameworks` are the keys of all sets of questions. */
export interface Framework {
  framework: string;
  name: string;
  questions: { key: string; field: string; label: string; weight: number }[];
  frameworks: string[];
}

/** How well a lead or an opportunity is qualified, and why not better. */
export interface Score {
  points: number;
  of: number;
  reasons: { question: string; code: string; costs: number; message: string }[];
  strengths: string[];
}

/** What a card of the board shows of an opportunity. */
export interface OpportunityCard {
  number: number;
  name: string;
  version: number;
  stage: string;
  amount?: Money | null;
  close_date?: string | null;
  organization?: Reference | null;
  contact?: Reference | null;
  owner?: Person | null;
}

export interface Column {
  stage: Stage;
  count: number;
  totals: Money[];
  weighted: Money[];
  cards: OpportunityCard[];
}

export interface Board {
  pipeline: { id: number; name: string };
  columns: Column[];
  /** All events up to this one are in it. */
  sequence: number;
}

/** What changes did to the board, as the stream tells it. All events up to `sequence` are in it. */
export interface BoardPatch {
  sequence: number;
  cards: OpportunityCard[];
  /** The numbers of those that are on it no more. */
  gone: number[];
  /** The figures of the stages that were touched, by their keys. */
  columns: (Pick<Column, "count" | "totals" | "weighted"> & { stage: string })[];
}

/** One event of the stream. */
export interface LiveChange {
  sequence: number;
  event: string;
  /** The kind of record, or `workspace`. */
  kind: string;
  number: number;
  /** The record of an activity, where the event tells it. */
  about?: number;
  /** What this event and those right after it did to the board; null where it had better be read anew. */
  board?: BoardPatch | null;
}

export interface Choice {
  key: string;
  name: string;
}

export interface Choices {
  lead_source: Choice[];
  lost_reason: Choice[];
  disqualify_reason: Choice[];
}

export interface Me {
  member: Person & {
    role: Role;
    language: string | null;
    time_zone: string | null;
    country: string | null;
    locale: string | null;
  };
  workspace: { name: string; currency: string; time_zone: string; country: string | null };
  languages: string[];
}

/** The keys of the days of a week, in order. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** What owners set of a workspace. */
export interface WorkspaceSettings {
  currency: string;
  time_zone: string;
  country: string | null;
  working_days: readonly Weekday[];
  public_holidays: boolean;
  /** The part of the country whose holidays are kept; null for the whole country. */
  subdivision: string | null;
  /** Days as `2026-12-24`, or as `12-24` for every year. */
  free_days: readonly string[];
  /** Whether people who do not belong to the organization may come in. */
  guests: boolean;
  /** Months after which closed leads without activity are listed; 0 for never. */
  retention_months: number;
}

/** Where a person is spoken of; what is `own` is erased in any case, what is not `certain` may mean a namesake. */
export interface Finding {
  id: string;
  title: string;
  certain: boolean;
  own: boolean;
  excerpts: readonly string[];
}

/** What erasing a person would take; one of `second` has to confirm it, where there is one. */
export interface ErasurePlan {
  name: string;
  second: readonly Person[];
  findings: readonly Finding[];
}

export interface Erasure {
  id: number;
  state: "waiting" | "done" | "withdrawn" | "expired";
  /** The ids of what goes besides the person's own; null for everything that is found. */
  findings: readonly string[] | null;
  asked_by: number | null;
  expires_at: string;
}

/** An erasure that another owner has to confirm, who asked for it, and what it would take now. */
export interface WaitingErasure extends Erasure {
  by: Person | null;
  plan: ErasurePlan;
}

/** What was set, handed over, erased and refused, newest first. */
export interface AuditPage {
  items: readonly { id: number; at: string; title: string; details: readonly string[] }[];
  next: string | null;
}

export interface Workspace extends WorkspaceSettings {
  name: string;
  /** Grows with every change of these settings. */
  version: number;
  owners: Person[];
  /** What is to be done where nobody owns the workspace. */
  unowned: string | null;
  /** Working days of the year ahead that are free; without a name those of its own. */
  days_off: { date: string; name: string }[];
}

/** What a workspace may be set to; the subdivisions are those of the country that was asked for. */
export interface Places {
  currencies: Choice[];
  time_zones: Choice[];
  countries: Choice[];
  subdivisions: Choice[];
}

/** A record of any kind: the fixed part here, the fields of its kind by name. */
export interface CrmRecord {
  number: number;
  kind: Kind;
  name: string;
  version: number;
  created_at: string;
  updated_at: string;
  status?: string;
  owner?: Person | null;
  stage?: string;
  stage_name?: string;
  score?: Score;
  participants?: Participant[];
  followers?: Person[];
  [field: string]: unknown;
}

/** Field values before or after a change, by field name. */
export type Values = Record<string, unknown>;

/** One event of a record's history; `actor` is null when the system acted by itself. */
export interface TimelineEntry {
  sequence: number;
  event: string;
  kind: Kind;
  number: number;
  actor: Person | null;
  /** When it was told. */
  at: string;
  /** When an activity took place that was told at another time; its day where no time is known. */
  happened_at?: string | null;
  happened_on?: string | null;
  source: string;
  before: Values | null;
  after: Values | null;
  /** What the event is of, where that is not the record itself: an activity, or a record that went up in it. */
  about?: string;
  undone?: boolean;
}

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export interface UndoResult {
  undone: { event: string; kind: Kind; number: number }[];
}

/** What would be taken back next; null where nothing is left. */
export interface NextUndo {
  undo: {
    /** By which it is asked for. */
    change: number;
    entries: TimelineEntry[];
    records: Reference[];
    /** The records that would be gone. */
    removes: Reference[];
  } | null;
}

/** A move to the stage with this key, of the version that was on screen. */
export interface Move {
  stage: string;
  version: number;
  reason?: string;
  note?: string;
  /** What the stage requires, saved with the move. */
  fields?: Values;
}
