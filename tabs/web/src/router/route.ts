import type { Kind } from "../api";

/** Which record is looked at; the name, as far as it is known before the record is read. */
export interface Place {
  kind: Kind;
  number: number;
  name?: string;
}

/** What is open beside the board: nothing, the settings, or a record; `trail` are the records on the way to it. */
export type Route =
  | { beside: null }
  | { beside: "settings" }
  | { beside: "record"; place: Place; trail: readonly Place[] };

export const BOARD: Route = { beside: null };

/** A record opened from where the reader is: from inside another one it can be left again with "back". */
export function opened(route: Route, place: Place): Route {
  return { beside: "record", place, trail: route.beside === "record" ? [...route.trail, route.place] : [] };
}

/** The record before this one; the board where there is none. */
export function before(route: Route): Route {
  const place = route.beside === "record" ? route.trail.at(-1) : undefined;
  return route.beside === "record" && place ? { beside: "record", place, trail: route.trail.slice(0, -1) } : BOARD;
}

/** The sub-page of a deep link to a record. */
export function subPageOf({ kind, number }: Place): string {
  return `${kind}/${number}`;
}

/** Where the sub-page of a deep link leads, such as `opportunity/104`; to the board for anything else. */
export function readSubPage(subPage: string | null): Route {
  const [, kind, number] = /^(lead|opportunity|contact|organization|activity)\/(\d{1,9})$/.exec(subPage ?? "") ?? [];
  return kind && number ? opened(BOARD, { kind: kind as Kind, number: Number(number) }) : BOARD;
}
