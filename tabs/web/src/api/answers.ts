/** What the API answers. Made by `make types` from `tabs/api/answers`: change it there. */

export interface Activity {
  number: number;
  kind: "activity";
  name: string;
  version: number;
  created_at: string;
  updated_at: string;
  type: ActivityType;
  about: Subject | null;
  text: string;
  due: string | null;
  due_at: string | null;
  done_at: string | null;
  done_on: string | null;
  cancelled: boolean;
  owner: Person | null;
}

export interface ActivityPage {
  items: readonly Activity[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

export const ActivityType = ["note", "call", "email", "meeting", "task"] as const;
export type ActivityType = (typeof ActivityType)[number];

/** What was set, handed over, erased or refused. */
export interface AuditLine {
  id: number;
  at: string;
  name: string;
  by: Person | null;
  title: string;
  details: readonly string[];
  count: number;
}

export interface AuditLinePage {
  items: readonly AuditLine[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

export const Authority = ["decision_maker", "influencer", "user", "unknown"] as const;
export type Authority = (typeof Authority)[number];

/** What a card shows of an opportunity, without what is the same for all of a stage. */
export interface BareCard {
  number: number;
  kind: "opportunity";
  name: string;
  version: number;
  status: OpportunityStatus;
  stage: string;
  amount: Money | null;
  close_date: string | null;
  organization: Reference | null;
  contact: Reference | null;
  owner: Person | null;
}

export interface Board {
  pipeline: PipelineName;
  columns: readonly Column[];
  /** All events up to this one are in it */
  sequence: number;
}

/** A record that could be used. */
export interface Candidate {
  number: number;
  name: string;
  why: readonly Reason[];
  detail: string;
}

/** What a card shows of an opportunity. */
export interface Card {
  number: number;
  kind: "opportunity";
  name: string;
  version: number;
  status: OpportunityStatus;
  stage: string;
  amount: Money | null;
  close_date: string | null;
  organization: Reference | null;
  contact: Reference | null;
  owner: Person | null;
  stage_name: string;
  probability: number;
}

/**
 * The data of an event `change` of the stream; `about` is the record of an activity. The first event of
 * several that touch the board has in `board` what all of them did to it; null says that this is so much, or
 * so unknown, that the board had better be read anew.
 */
export interface Change {
  event: string;
  /** The kind of record, or what was set for all, whose number is 0 */
  kind: Kind | Setting;
  number: number;
  sequence: number;
  about?: number;
  board?: Patch | null;
}

export interface Choice {
  key: string;
  name: string;
}

export interface Choices {
  lead_source: readonly Choice[];
  lost_reason: readonly Choice[];
  disqualify_reason: readonly Choice[];
}

/** A stage with its figures and its newest opportunities. */
export interface Column {
  count: number;
  totals: readonly Money[];
  weighted: readonly Money[];
  stage: Stage;
  cards: readonly Card[];
}

export interface Contact {
  number: number;
  kind: "contact";
  name: string;
  version: number;
  created_at: string;
  updated_at: string;
  job_title: string;
  email: string;
  phone: string;
  organization: Reference | null;
  merged_into: number | null;
  absorbed: readonly number[];
  /** What a field holds that the workspace has described itself */
  [name: `own_${string}`]: Money | string | number | boolean | null;
}

export interface ContactPage {
  items: readonly Contact[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

/** The record that lives again; who took it in, and what stays there. */
export interface ContactSplit {
  record: Contact;
  survivor: number | null;
  staying: readonly Reference[];
  kept_fields: readonly string[];
}

/**
 * What qualifying created, used, left out and filled in, and where records that it used differ from the lead;
 * empty where the lead is not qualified.
 */
export interface Conversion {
  created?: {
    organization?: number;
    contact?: number;
    opportunity?: number;
  };
  used?: {
    organization?: number;
    contact?: number;
    opportunity?: number;
  };
  skipped?: readonly Target[];
  filled?: {
    organization?: readonly string[];
    contact?: readonly string[];
    opportunity?: readonly string[];
  };
  kept?: readonly KeptValue[];
}

export interface Counts {
  contacts: number;
  leads: number;
  opportunities: number;
}

/** A lead or an opportunity as a line of a list. */
export interface CustomerDeal {
  number: number;
  name: string;
  status: string;
  /** Of an opportunity */
  stage: string | null;
  stage_name: string | null;
  amount: Money | null;
  owner: Person | null;
}

/**
 * A person of the organization, with the roles they have in its leads and opportunities: keys, or what
 * somebody wrote.
 */
export interface CustomerPerson {
  contact: Reference;
  job_title: string;
  email: string;
  phone: string;
  roles: readonly string[];
}

/** A working day that is free; without a name where the workspace keeps it by itself. */
export interface DayOff {
  date: string;
  name: string;
}

/** Opportunities in one state, and their sums, one for each currency. */
export interface DealSum {
  status: OpportunityStatus;
  count: number;
  totals: readonly Money[];
}

export type Document = Record<string, unknown>;

export interface Duplicates {
  items: readonly Lookalike[];
}

/** An open activity and the record it is about. */
export interface Duty {
  number: number;
  type: ActivityType;
  name: string;
  due: string | null;
  due_at: string | null;
  version: number;
  about: Subject | null;
}

/** One event of a record's history. */
export interface Entry {
  event: string;
  /** The kind of record, or what was set for all, whose number is 0 */
  kind: Kind | Setting;
  number: number;
  sequence: number;
  /** Null where the system acted by itself */
  actor: Person | null;
  /** When it was told */
  at: string;
  /** When an activity took place that was told at another time; it stands there */
  happened_at: string | null;
  /** Its day, where no time is known; that of `happened_at` is its place in the order */
  happened_on: string | null;
  source: Source;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  /** What the event is of, where that is not the record itself */
  about: string;
  undone: boolean;
}

export interface EntryPage {
  items: readonly Entry[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

export interface Erasure {
  id: number;
  subject: Whom;
  /** The ids of what goes besides the person's own; null for all that is found */
  findings: readonly string[] | null;
  state: ErasureState;
  asked_by: number | null;
  asked_at: string;
  expires_at: string;
  decided_by: number | null;
  decided_at: string | null;
}

/** What erasing a person would take. */
export interface ErasurePlan {
  subject: Whom;
  name: string;
  /** Owners of whom one has to confirm */
  second: readonly Person[];
  findings: readonly Finding[];
}

export const ErasureState = ["waiting", "done", "withdrawn", "expired"] as const;
export type ErasureState = (typeof ErasureState)[number];

export interface Erasures {
  items: readonly WaitingErasure[];
}

/** Why a request was refused. */
export interface Error {
  code: string;
  message: string;
  fields?: Record<string, string>;
  current?: Lead | Organization | Contact | Opportunity | Activity | null;
  changes?: readonly Entry[];
  /** Who is there already, where a lead was to be kept unless it is a duplicate */
  candidates?: readonly Lookalike[];
}

export type EventStream = string;

export const Fate = ["created", "added", "skipped", "refused", "left_out"] as const;
export type Fate = (typeof Fate)[number];

/** What a record shows. */
export interface Field {
  name: string;
  /** May have several lines */
  long: boolean;
  /** The section of names for what it holds */
  list: string | null;
  /** What the workspace calls a field that it has described itself */
  label: string | null;
}

export interface Fields {
  lead: readonly Field[];
  organization: readonly Field[];
  contact: readonly Field[];
  opportunity: readonly Field[];
  activity: readonly Field[];
}

/** Where somebody is spoken of. What is `own` goes in any case; what is not `certain` may mean a namesake. */
export interface Finding {
  id: string;
  reason: string;
  title: string;
  certain: boolean;
  own: boolean;
  kind: Kind | null;
  number: number | null;
  excerpts: readonly string[];
}

/** The questions that qualify a lead; `frameworks` are the keys of all sets of questions. */
export interface Framework {
  framework: FrameworkKey;
  name: string;
  questions: readonly Question[];
  frameworks: readonly string[];
}

export const FrameworkKey = ["bant", "champ", "meddic"] as const;
export type FrameworkKey = (typeof FrameworkKey)[number];

/** Which change of which record. */
export interface Happened {
  event: string;
  /** The kind of record, or what was set for all, whose number is 0 */
  kind: Kind | Setting;
  number: number;
}

/**
 * What became, or would become, of the rows: `created` leads, `added` to leads that were there, `skipped` as
 * likely duplicates, `refused`, or `left_out` as they name nobody. The note of a lead has the cells of
 * `unknown` columns and those that a row has `kept` there for want of a field that can hold them. `kept`
 * leads are left from a reversal, as somebody had touched them.
 */
export interface Import {
  /** Null where nothing was saved */
  id: number | null;
  state: ImportState;
  file_name: string;
  by: Person | null;
  at: string;
  duplicates: OnDuplicate;
  rows: number;
  created: number;
  added: number;
  skipped: number;
  refused: number;
  columns: readonly ImportColumn[];
  unknown: readonly string[];
  notes: readonly RowNote[];
  left_out: number;
  kept: readonly Reference[];
}

/** A column with the field that it fills. */
export interface ImportColumn {
  title: string;
  field: string;
}

/** A file, and how many of its rows became what. */
export interface ImportLine {
  /** Null where nothing was saved */
  id: number | null;
  state: ImportState;
  file_name: string;
  by: Person | null;
  at: string;
  duplicates: OnDuplicate;
  rows: number;
  created: number;
  added: number;
  skipped: number;
  refused: number;
  columns: readonly ImportColumn[];
  unknown: readonly string[];
}

export interface ImportLinePage {
  items: readonly ImportLine[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

export const ImportState = ["checked", "offered", "dropped", "running", "done", "reverted"] as const;
export type ImportState = (typeof ImportState)[number];

/** An activity that took place; of which no time is known where `done_on` is told. */
export interface Interaction {
  number: number;
  type: ActivityType;
  name: string;
  done_at: string | null;
  done_on: string | null;
  cancelled: boolean;
  owner: Person | null;
  about: Subject | null;
}

/** A cell that its field cannot hold, and why; it is in the note instead. */
export interface KeptCell {
  field: string | null;
  title: string;
  text: string;
  message: string;
}

/** A field in which a record that is used differs from the lead, and keeps its value. */
export interface KeptValue {
  kind: Kind;
  number: number;
  field: string;
  lead: unknown;
  /** What stays */
  kept: unknown;
}

export const Kind = ["lead", "organization", "contact", "opportunity", "activity"] as const;
export type Kind = (typeof Kind)[number];

/** A colleague who had calls, emails or meetings with the customer. */
export interface KnownBy {
  member: Person;
  times: number;
  last: string;
}

export const Language = ["en", "de"] as const;
export type Language = (typeof Language)[number];

export interface Lead {
  number: number;
  kind: "lead";
  name: string;
  version: number;
  created_at: string;
  updated_at: string;
  contact: Reference | null;
  participants: readonly Participant[];
  followers: readonly Person[];
  job_title: string;
  company: string;
  email: string;
  phone: string;
  source: string;
  need: string;
  note: string;
  amount: Money | null;
  budget: Money | null;
  authority: Authority | null;
  timeline: Timeline | null;
  owner: Person | null;
  status: LeadStatus;
  disqualify_reason: string;
  disqualify_note: string;
  organization: Reference | null;
  opportunity: number | null;
  closed_at: string | null;
  conversion: Conversion;
  merged_into: number | null;
  absorbed: readonly number[];
  metrics: string;
  economic_buyer: string;
  decision_criteria: string;
  decision_process: string;
  champion: string;
  score: Score;
  next_step: Step | null;
  /** What a field holds that the workspace has described itself */
  [name: `own_${string}`]: Money | string | number | boolean | null;
}

export interface LeadPage {
  items: readonly Lead[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

/** The record that lives again; who took it in, and what stays there. */
export interface LeadSplit {
  record: Lead;
  survivor: number | null;
  staying: readonly Reference[];
  kept_fields: readonly string[];
}

export const LeadStatus = ["open", "qualified", "disqualified"] as const;
export type LeadStatus = (typeof LeadStatus)[number];

/** Somebody who is likely the same, or related, and why. */
export interface Lookalike {
  number: number;
  kind: Kind;
  name: string;
  detail: string;
  status: string;
  owner: Person | null;
  likeness: Similarity;
  reasons: readonly Reason[];
}

/** The member who asks, and where. */
export interface Me {
  member: Myself;
  workspace: Surroundings;
  languages: readonly string[];
}

export interface Member {
  id: number;
  name: string;
  role: Role;
}

export interface MemberPage {
  items: readonly Member[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

/** An exact amount: to the cent, or with as many places as it has. */
export interface Money {
  amount: string;
  currency: string;
}

export interface Myself {
  id: number;
  name: string;
  role: Role;
  language: Language | null;
  time_zone: string | null;
  country: string | null;
  locale: string | null;
}

/** What is needed, and the opportunity that tells it. */
export interface Need {
  text: string;
  opportunity: Reference;
}

/** An open opportunity without a next step, or without a sign of life for so many working days. */
export interface Neglected {
  number: number;
  name: string;
  version: number;
  stage: string;
  stage_name: string;
  amount: Money | null;
  days: number;
}

/** Null where nothing is left. */
export interface NextUndo {
  undo: Undoable | null;
}

export const OnDuplicate = ["skip", "add", "import"] as const;
export type OnDuplicate = (typeof OnDuplicate)[number];

export interface Opportunity {
  number: number;
  kind: "opportunity";
  name: string;
  version: number;
  created_at: string;
  updated_at: string;
  contact: Reference | null;
  participants: readonly Participant[];
  followers: readonly Person[];
  pipeline: number;
  stage: string;
  status: OpportunityStatus;
  organization: Reference | null;
  lead: number | null;
  amount: Money | null;
  close_date: string | null;
  owner: Person | null;
  need: string;
  budget: Money | null;
  authority: Authority | null;
  timeline: Timeline | null;
  lost_reason: string;
  lost_note: string;
  closed_at: string | null;
  metrics: string;
  economic_buyer: string;
  decision_criteria: string;
  decision_process: string;
  champion: string;
  score: Score;
  next_step: Step | null;
  stage_name: string;
  probability: number;
  /** What a field holds that the workspace has described itself */
  [name: `own_${string}`]: Money | string | number | boolean | null;
}

export interface OpportunityPage {
  items: readonly Opportunity[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

export const OpportunityStatus = ["open", "won", "lost"] as const;
export type OpportunityStatus = (typeof OpportunityStatus)[number];

export interface Organization {
  number: number;
  kind: "organization";
  name: string;
  version: number;
  created_at: string;
  updated_at: string;
  domain: string;
  website: string;
  phone: string;
  industry: string;
  size: number | null;
  merged_into: number | null;
  absorbed: readonly number[];
  /** What a field holds that the workspace has described itself */
  [name: `own_${string}`]: Money | string | number | boolean | null;
}

export interface OrganizationPage {
  items: readonly Organization[];
  /** The `cursor` of the page that follows */
  next: string | null;
}

/** The record that lives again; who took it in, and what stays there. */
export interface OrganizationSplit {
  record: Organization;
  survivor: number | null;
  staying: readonly Reference[];
  kept_fields: readonly string[];
}

/**
 * All that belongs to an organization or a contact. Lists hold the first: open ones, then the newest;
 * `counts` tell how many there are.
 */
export interface Overview {
  number: number;
  kind: Kind;
  name: string;
  version: number;
  counts: Counts;
  people: readonly CustomerPerson[];
  leads: readonly CustomerDeal[];
  opportunities: readonly CustomerDeal[];
  sums: readonly DealSum[];
  needs: readonly Need[];
  known_by: readonly KnownBy[];
  next_step: PlannedStep | null;
  /** The newest call, email or meeting */
  last_touch: Interaction | null;
  interactions: readonly Interaction[];
  /** Fields that are empty; contact or next_step where an open opportunity has nobody or nothing planned */
  missing: readonly string[];
}

/** A field that the workspace has described itself. */
export interface OwnField {
  /** Under which records tell and take what it holds */
  name: string;
  type: OwnType;
  kinds: readonly OwnKind[];
  /** What it is called in the reader's language */
  label: string;
  /** What it is called, by language; the empty one stands for all others */
  labels: Record<string, string>;
  /** What can be chosen */
  entries: readonly string[];
  /** It is shown and asked for no more; all that it holds is kept */
  retired: boolean;
}

/** The fields that the workspace has described itself, in the order in which it did. */
export interface OwnFields {
  items: readonly OwnField[];
  /** That of the settings of the workspace */
  version: number;
}

export const OwnKind = ["lead", "opportunity", "contact", "organization"] as const;
export type OwnKind = (typeof OwnKind)[number];

export const OwnType = ["line", "text", "money", "number", "day", "choice", "flag"] as const;
export type OwnType = (typeof OwnType)[number];

/** A contact that takes part; the role is a key, or what somebody wrote. */
export interface Participant {
  contact: Reference;
  role: string;
}

/**
 * What changes did to the board: cards as they stand now, the numbers of those that are on it no more, and
 * the figures of the stages that they touched. All events up to `sequence` are in it: it is to be left out
 * where the board is of that one or a later one.
 */
export interface Patch {
  sequence: number;
  cards: readonly BareCard[];
  gone: readonly number[];
  columns: readonly StageFigures[];
}

/** A colleague. */
export interface Person {
  id: number;
  name: string;
}

/** All that is kept on somebody. */
export interface PersonData {
  subject: Whom;
  name: string;
  at: string;
  records: readonly unknown[];
  activities: readonly unknown[];
  deals: readonly unknown[];
  events: readonly unknown[];
  mentions: readonly unknown[];
  imports: readonly unknown[];
  words: readonly unknown[];
  conversations: readonly unknown[];
  turns: readonly unknown[];
  lists: readonly string[];
  member: Record<string, unknown>;
  counts: Record<string, unknown>;
}

export type PersonPage = string;

export interface Pipeline {
  id: number;
  name: string;
  stages: readonly Stage[];
}

export interface PipelineName {
  id: number;
  name: string;
}

/** What a workspace may be set to; the subdivisions are those of the country that was asked for. */
export interface Places {
  currencies: readonly Choice[];
  time_zones: readonly Choice[];
  countries: readonly Choice[];
  subdivisions: readonly Choice[];
}

export interface PlannedStep {
  number: number;
  type: ActivityType;
  name: string;
  due: string | null;
  due_at: string | null;
  about: Subject | null;
}

/** What qualifying would do where nobody chooses, and what could be chosen. */
export interface Qualification {
  number: number;
  version: number;
  opportunity_name: string;
  usual: {
    organization: number | Way;
    contact: number | Way;
    opportunity: number | Way;
  };
  candidates: {
    organization: readonly Candidate[];
    contact: readonly Candidate[];
    opportunity: readonly Candidate[];
  };
  kept: readonly KeptValue[];
}

export type Qualified = QualifiedOpportunity | Lead;

export interface QualifiedOpportunity {
  number: number;
  kind: "opportunity";
  name: string;
  version: number;
  created_at: string;
  updated_at: string;
  contact: Reference | null;
  participants: readonly Participant[];
  followers: readonly Person[];
  pipeline: number;
  stage: string;
  status: OpportunityStatus;
  organization: Reference | null;
  lead: number | null;
  amount: Money | null;
  close_date: string | null;
  owner: Person | null;
  need: string;
  budget: Money | null;
  authority: Authority | null;
  timeline: Timeline | null;
  lost_reason: string;
  lost_note: string;
  closed_at: string | null;
  metrics: string;
  economic_buyer: string;
  decision_criteria: string;
  decision_process: string;
  champion: string;
  score: Score;
  next_step: Step | null;
  stage_name: string;
  probability: number;
  conversion: Conversion;
  /** What a field holds that the workspace has described itself */
  [name: `own_${string}`]: Money | string | number | boolean | null;
}

export interface Question {
  key: string;
  field: Requirable;
  label: string;
  weight: number;
}

export const Reason = ["email", "phone", "name", "name_near", "company", "company_near", "domain"] as const;
export type Reason = (typeof Reason)[number];

/** Another record, as far as a link needs it. */
export interface Reference {
  number: number;
  name: string;
}

export const Requirable = [
  "amount", "close_date", "contact", "organization", "need", "budget", "authority", "timeline", "metrics",
  "economic_buyer", "decision_criteria", "decision_process", "champion",
] as const;
export type Requirable = (typeof Requirable)[number];

export const Role = ["owner", "member", "viewer"] as const;
export type Role = (typeof Role)[number];

/** What there is to say of a row. */
export interface RowNote {
  row: number;
  fate: Fate;
  name: string;
  message: string;
  fields: Record<string, string>;
  like: number | null;
  like_row: number | null;
  like_name: string;
  kept: readonly KeptCell[];
}

/** How well a lead or an opportunity is qualified, and why not better. */
export interface Score {
  points: number;
  of: 100;
  reasons: readonly ScoreReason[];
  strengths: readonly string[];
}

export interface ScoreReason {
  question: string;
  code: string;
  costs: number;
  message: string;
}

export const Setting = ["workspace"] as const;
export type Setting = (typeof Setting)[number];

export const Similarity = ["same", "related", "different"] as const;
export type Similarity = (typeof Similarity)[number];

export const Source = ["chat", "tab", "import", "api", "system"] as const;
export type Source = (typeof Source)[number];

export interface Stage {
  id: number;
  key: string;
  name: string;
  type: StageType;
  probability: number;
  required: readonly Requirable[];
  stale_after: number;
  version: number;
}

/** The figures of the stage with this key. */
export interface StageFigures {
  count: number;
  totals: readonly Money[];
  weighted: readonly Money[];
  stage: string;
}

export const StageType = ["open", "won", "lost"] as const;
export type StageType = (typeof StageType)[number];

/** An activity as others mention it. */
export interface Step {
  number: number;
  type: ActivityType;
  name: string;
  due: string | null;
  due_at: string | null;
}

/** The record that an activity is about. */
export interface Subject {
  number: number;
  name: string;
  kind: Kind;
}

export const SubjectKind = ["record", "member"] as const;
export type SubjectKind = (typeof SubjectKind)[number];

/** What everybody is told of their workspace. */
export interface Surroundings {
  name: string;
  currency: string;
  time_zone: string;
  country: string | null;
}

export const Target = ["organization", "contact", "opportunity"] as const;
export type Target = (typeof Target)[number];

export const Timeline = ["month", "quarter", "half_year", "year", "later"] as const;
export type Timeline = (typeof Timeline)[number];

export interface Token {
  token: string;
}

/** What would be taken back next. */
export interface Undoable {
  /** By which it is asked for */
  change: number;
  entries: readonly Entry[];
  records: readonly Reference[];
  /** The records that would be gone */
  removes: readonly Reference[];
}

/** What was taken back, newest first. */
export interface Undone {
  undone: readonly Happened[];
}

/** An erasure that another owner has to confirm, and what it would take now. */
export interface WaitingErasure {
  id: number;
  subject: Whom;
  /** The ids of what goes besides the person's own; null for all that is found */
  findings: readonly string[] | null;
  state: ErasureState;
  asked_by: number | null;
  asked_at: string;
  expires_at: string;
  decided_by: number | null;
  decided_at: string | null;
  /** Who has asked for it */
  by: Person | null;
  plan: ErasurePlan;
}

export const Way = ["new", "none"] as const;
export type Way = (typeof Way)[number];

export const Weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof Weekday)[number];

/** A person, by the number of one of their records or by a member's id. */
export interface Whom {
  kind: SubjectKind;
  number: number;
}

/** What the member who asks has to do. */
export interface Work {
  today: string;
  overdue: readonly Duty[];
  due_today: readonly Duty[];
  upcoming: readonly Duty[];
  without_step: readonly Neglected[];
  stale: readonly Neglected[];
  /** The lists that hold more than is told here */
  more: readonly string[];
}

export interface Workspace {
  name: string;
  currency: string;
  time_zone: string;
  country: string | null;
  working_days: readonly Weekday[];
  public_holidays: boolean;
  /** The part of the country whose holidays are kept; null for all of it */
  subdivision: string | null;
  /** Days as `2026-12-24`, or as `12-24` for every year */
  free_days: readonly string[];
  /** Whether people who do not belong to the organization may come in */
  guests: boolean;
  /** After so many months closed leads without activity are listed; 0: never */
  retention_months: number;
  /** Grows with every change of these settings */
  version: number;
  owners: readonly Person[];
  /** What is to be done where nobody owns the workspace */
  unowned: string | null;
  /** Those of the year ahead */
  days_off: readonly DayOff[];
}
