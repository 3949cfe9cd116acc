import type { QueryClient } from "@tanstack/react-query";
import type { Board, Stage, Values } from "../api/types";
import { moveCard } from "./columns";
import type { LossAnswer } from "./loss-dialog";

export const MOVE = ["move"];

/** What a move needs to know of an opportunity. */
export interface Movable {
  number: number;
  name: string;
  version: number;
}

export interface MoveRequest {
  opportunity: Movable;
  stage: Stage;
  answer?: LossAnswer | { fields: Values };
}

/** The moves that have no answer yet, in the order in which they were asked for. */
export function movesUnderWay(queries: QueryClient): MoveRequest[] {
  return findUnderWay(queries).map(({ state }) => state.variables as MoveRequest);
}

/** A board that was read while cards were moving, with them where the screen has put them. */
export function keepUnderWay(queries: QueryClient, board: Board): Board {
  // Only what was moved at once can be taken back.
  const shown = findUnderWay(queries).filter(({ state }) => state.context !== undefined);
  return shown
    .map(({ state }) => state.variables as MoveRequest)
    .reduce((moved, { opportunity, stage }) => moveCard(moved, opportunity.number, stage.key), board);
}

function findUnderWay(queries: QueryClient) {
  return queries.getMutationCache().findAll({ mutationKey: MOVE, status: "pending" });
}
