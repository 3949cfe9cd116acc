import { useEffect, useMemo, useState } from "react";
import type { QueryClient } from "@tanstack/react-query";
import { type Api, type Board, BOARDS, type Change, CHANGING, ME, RECORDS, SETTINGS } from "../api";
import { isShort, keepUnderWay, patchBoard, withoutUnderWay } from "../moves";
import { useIsUp, useLine } from "../line";
import { Journal } from "./journal";
import { follow, type LiveStatus } from "./stream";

/** One change of a workspace is several events, and an import many: they are worth one look. */
const GATHER_MS = 120;
/** Boards that must be read anew are many at once: each waits its own time. */
const SPREAD_MS = 3_000;

/** Keeps what the tab shows up to date with the changes of everybody; says how it does so at the moment. */
export function useLive(api: Api, queries: QueryClient): { status: LiveStatus; journal: Journal } {
  const [status, setStatus] = useState<LiveStatus>("connecting");
  const journal = useMemo(() => new Journal(), []);
  const line = useLine();
  const isUp = useIsUp();
  useEffect(() => {
    const stop = new AbortController();
    const reader = createReader(queries, journal, stop.signal);
    void follow(api, { ...reader, onStatus: setStatus }, stop.signal, line);
    return () => stop.abort();
  }, [api, queries, journal, line]);
  useEffect(() => {
    // What failed meanwhile is asked for again by itself.
    if (isUp) void queries.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
  }, [isUp, queries]);
  const told = isUp ? status : "offline";
  return useMemo(() => ({ status: told, journal }), [told, journal]);
}

/** Takes in what the stream tells. */
function createReader(queries: QueryClient, journal: Journal, signal: AbortSignal) {
  const read = (...keys: string[]) => keys.forEach((key) => void queries.invalidateQueries({ queryKey: [key] }));
  const readBoards = gather(() => void queries.invalidateQueries({ queryKey: BOARDS }), () => Math.random() * SPREAD_MS, signal);
  const readAll = gather(() => read(CHANGING), () => GATHER_MS, signal);
  // What is set for all is rarely changed; where nobody knows what changed, it may have been that.
  const readSettings = gather(() => read(ME, SETTINGS, CHANGING), () => GATHER_MS, signal);
  const changes: Change[] = [];
  const readRecords = gather(() => renewRecords(queries, changes.splice(0)), () => GATHER_MS, signal);

  return {
    onBegin: (sequence: number) => {
      if (journal.begin(sequence)) readAll();
      for (const [, board] of queries.getQueriesData<Board>({ queryKey: BOARDS })) {
        if (board && !journal.reaches(board)) readAll();
      }
    },
    onChange: (change: Change | null) => {
      if (change === null) {
        readAll();
        readSettings();
        return;
      }
      journal.add(change);
      changes.push(change);
      readRecords();
      if (change.kind === "workspace") readSettings();
      if (change.board === null) readBoards();
      else if (change.board && renewBoards(queries, change.board)) readBoards();
    },
  };
}

/** Brings the boards up to date with what a change did to them; says whether one lacks cards by now. */
function renewBoards(queries: QueryClient, patch: NonNullable<Change["board"]>): boolean {
  let short = false;
  for (const [key, board] of queries.getQueriesData<Board>({ queryKey: BOARDS })) {
    if (!board) continue;
    const limit = Number(key.at(-1));
    const patched = patchBoard(withoutUnderWay(queries, board), patch, limit);
    queries.setQueryData<Board>(key, keepUnderWay(queries, patched));
    short ||= isShort(patched, limit);
  }
  return short;
}

/** Reads again the records that are open and may show what has changed; what is looked for later is asked for then. */
function renewRecords(queries: QueryClient, changes: readonly Change[]): void {
  const concerns = (number: unknown) => changes.some((change) => isAbout(change, number));
  void queries.invalidateQueries({ queryKey: RECORDS, predicate: ({ queryKey }) => concerns(queryKey.at(-1)) });
  void queries.invalidateQueries({ queryKey: [CHANGING, "search"], refetchType: "none" });
}

/** Whether a change may show in a record: its own, of its activity, or the name of somebody or something in it. */
function isAbout({ kind, number, about }: Change, record: unknown): boolean {
  if (number === record || about === record) return true;
  return kind === "contact" || kind === "organization" || (kind === "activity" && about === undefined);
}

function gather(run: () => void, milliseconds: () => number, signal: AbortSignal): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      if (!signal.aborted) run();
    }, milliseconds());
  };
}
