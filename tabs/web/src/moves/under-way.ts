import type { QueryClient } from "@tanstack/react-query";
import type { Board, Stage, Values } from "../api";
import { findCard, moveCard } from "./columns";

export const MOVE = ["move"];

/** What a move needs to know of an opportunity. */
export interface Movable {
  number: number;
  name: string;
  version: number;
}

/** Why an opportunity is lost. */
export interface LossAnswer {
  reason: string;
  note: string;
}

export interface MoveRequest {
  opportunity: Movable;
  stage: Stage;
  answer?: LossAnswer | { fields: Values };
}

/** A move under way: what was asked for, and by which name it is kept until it is answered. */
export interface KeptMove extends MoveRequest {
  id: string;
}

const HOMES = ["homes"];

/** The stages in which the server has what is under way, as far as it has told, by the numbers of the opportunities. */
export function homesOf(queries: QueryClient): Map<number, string> {
  const known = queries.getQueryData<Map<number, string>>(HOMES);
  if (known) return known;
  const homes = new Map<number, string>();
  // Nobody looks at it as at an answer, and it must last nevertheless.
  queries.setQueryDefaults(HOMES, { gcTime: Infinity });
  queries.setQueryData(HOMES, homes);
  return homes;
}

/** The moves that have no answer yet, in the order in which they were asked for. */
export function movesUnderWay(queries: QueryClient): KeptMove[] {
  return findUnderWay(queries).map(({ state }) => state.variables as KeptMove);
}

/** A board as the server has it, with the cards that are moving where the screen has put them. */
export function keepUnderWay(queries: QueryClient, board: Board): Board {
  const shown = movesOnScreen(queries);
  for (const { opportunity } of shown) {
    const home = findCard(board, opportunity.number)?.stage;
    if (home) homesOf(queries).set(opportunity.number, home);
  }
  return shown.reduce((moved, { opportunity, stage }) => moveCard(moved, opportunity.number, stage.key), board);
}

/** A board as it is on screen, with the cards that are moving where the server has them. */
export function withoutUnderWay(queries: QueryClient, board: Board): Board {
  return movesOnScreen(queries).reduce((known, { opportunity: { number } }) => {
    const home = homesOf(queries).get(number);
    return home ? moveCard(known, number, home) : known;
  }, board);
}

function movesOnScreen(queries: QueryClient): KeptMove[] {
  // Only what was moved at once can be taken back.
  const shown = findUnderWay(queries).filter(({ state }) => state.context !== undefined);
  return shown.map(({ state }) => state.variables as KeptMove);
}

function findUnderWay(queries: QueryClient) {
  return queries.getMutationCache().findAll({ mutationKey: MOVE, status: "pending" });
}
