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
  at: string;
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

/** A move to the stage with this key, of the version that was on screen. */
export interface Move {
  stage: string;
  version: number;
  reason?: string;
  note?: string;
  /** What the stage requires, saved with the move. */
  fields?: Values;
}
