/** The shapes of the HTTP API (`/api/v1`): its answers, and what the tab asks for and makes of them. */

import type {
  BareCard,
  Board as AnsweredBoard,
  Column as AnsweredColumn,
  Kind,
  Lead,
  Opportunity,
  Workspace,
} from "./answers";

export * from "./answers";

/** A board as it is kept here: what the stream tells of a card is less than what a board that was read has. */
export type Board = Omit<AnsweredBoard, "columns"> & { columns: readonly Column[] };
export type Column = Omit<AnsweredColumn, "cards"> & { cards: readonly BareCard[] };

/** A page of a list. */
export interface Page<Item> {
  items: readonly Item[];
  next: string | null;
}

/** What owners set of a workspace. */
export type WorkspaceSettings = Omit<Workspace, "name" | "version" | "owners" | "unowned" | "days_off">;

/** A record of any kind: what those of some kinds have in common here, all fields by name. */
export type CrmRecord = Pick<Lead, "number" | "name" | "version" | "created_at" | "updated_at"> &
  Partial<Pick<Opportunity, "owner" | "stage" | "stage_name" | "score" | "participants" | "followers">> & {
    kind: Kind;
    status?: string;
    [field: string]: unknown;
  };

/** Field values before or after a change, by field name. */
export type Values = Record<string, unknown>;

/** A move to the stage with this key, of the version that was on screen. */
export interface Move {
  stage: string;
  version: number;
  reason?: string;
  note?: string;
  /** What the stage requires, saved with the move. */
  fields?: Values;
}
