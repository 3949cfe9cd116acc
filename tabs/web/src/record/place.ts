import type { Kind } from "../api/types";

/** Which record is looked at; the name, as far as it is known before the record is read. */
export interface Place {
  kind: Kind;
  number: number;
  name?: string;
}

/** The sub-page of a deep link to a record. */
export function subPageOf({ kind, number }: Place): string {
  return `${kind}/${number}`;
}

/** The record that the sub-page of a deep link names; null for anything else. */
export function readSubPage(subPage: string | null): Place | null {
  const [, kind, number] = /^(lead|opportunity|contact|organization|activity)\/(\d{1,9})$/.exec(subPage ?? "") ?? [];
  return kind && number ? { kind: kind as Kind, number: Number(number) } : null;
}
