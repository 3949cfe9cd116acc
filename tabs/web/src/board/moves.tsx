import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError, type Api } from "../api/client";
import { CHANGING, recordKey, recordPath, useApi } from "../api/queries";
import type { Board, CrmRecord, Move, Page, Stage, TimelineEntry, UndoResult, Values } from "../api/types";
import { useNotify, type Notify } from "../notices";
import { explain } from "../problem";
import { eventName } from "../record/words";
import { findCard, moveCard, renewCard } from "./columns";
import { EntryDialog } from "./entry-dialog";
import { LossDialog, type LossAnswer } from "./loss-dialog";

/** What a move needs to know of an opportunity. */
export interface Movable {
  number: number;
  name: string;
  version: number;
}

interface Moves {
  /** Whether the reader's role allows changes at all. */
  allowed: boolean;
  move: (opportunity: Movable, stage: Stage) => void;
  reopen: (opportunity: Movable) => void;
  undo: () => void;
  undoing: boolean;
  /** Whether the keyboard should follow this card into its new column; true only once after a move. */
  takeFocus: (number: number) => boolean;
}

const MovesContext = createContext<Moves | null>(null);

export function useMoves(): Moves {
  const moves = use(MovesContext);
  if (moves === null) throw new Error("used outside of MovesProvider");
  return moves;
}

/** Moves opportunities at once on the screen, and takes it back where the server refuses. */
export function MovesProvider({ mayMove, children }: { mayMove: boolean; children: ReactNode }) {
  const moved = useRef<number | null>(null);
  const [loss, setLoss] = useState<{ opportunity: Movable; stage: Stage } | null>(null);
  const { mutate: undo, isPending: undoing } = useUndo();
  const [entry, setEntry] = useState<Entry | null>(null);
  const ask = useCallback((missing: Entry) => {
    moved.current = null;
    setEntry(missing);
  }, []);
  const follow = useCallback((number: number) => {
    moved.current = number;
  }, []);
  const { mutate: send, mutateAsync: sendAndWait } = useMove(undo, ask, follow);
  const { mutate: reopen } = useReopen(undo);

  const move = useCallback(
    (opportunity: Movable, stage: Stage) => {
      if (stage.type === "lost") {
        setLoss({ opportunity, stage });
        return;
      }
      follow(opportunity.number);
      send({ opportunity, stage });
    },
    [send, follow],
  );
  const renew = ({ version }: CrmRecord) => {
    setLoss((asked) => asked && { ...asked, opportunity: { ...asked.opportunity, version } });
    setEntry((asked) => asked && { ...asked, opportunity: { ...asked.opportunity, version } });
  };
  const answer = async (request: MoveRequest) => {
    await sendAndWait(request).catch((error: unknown) => {
      // A dialog that stays open answers for the record as its reader has been told that it is by now.
      if (error instanceof ApiError && error.current) renew(error.current);
      throw error;
    });
    follow(request.opportunity.number);
  };
  const takeFocus = useCallback((number: number) => {
    if (moved.current !== number) return false;
    moved.current = null;
    // Behind an open record the board has no claim to the focus.
    return document.querySelector('[role="dialog"]') === null;
  }, []);
  const moves = useMemo(
    () => ({ allowed: mayMove, move, reopen, undo: () => undo(), undoing, takeFocus }),
    [mayMove, move, reopen, undo, undoing, takeFocus],
  );
  return (
    <MovesContext value={moves}>
      {children}
      {loss && (
        <LossDialog
          name={loss.opportunity.name}
          stage={loss.stage.name}
          onAnswer={(given) => answer({ ...loss, answer: given })}
          onClose={() => setLoss(null)}
        />
      )}
      {entry && (
        <EntryDialog
          name={entry.opportunity.name}
          stage={entry.stage.name}
          missing={entry.missing}
          onAnswer={(fields) => answer({ ...entry, answer: { fields } })}
          onClose={() => setEntry(null)}
        />
      )}
    </MovesContext>
  );
}

interface MoveRequest {
  opportunity: Movable;
  stage: Stage;
  answer?: LossAnswer | { fields: Values };
}

/** A move that the stage does not take yet, and the fields that it requires. */
interface Entry {
  opportunity: Movable;
  stage: Stage;
  missing: string[];
}

function useMove(undo: () => void, ask: (entry: Entry) => void, follow: (number: number) => void) {
  const api = useApi();
  const queries = useQueryClient();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: ({ opportunity, stage, answer }: MoveRequest) => {
      const { number, version } = opportunity;
      const body: Move = { version, stage: stage.key, ...answer };
      return api.post<CrmRecord>(`${recordPath("opportunity", number)}/move`, body);
    },
    onMutate: async ({ opportunity, stage, answer }) => {
      // Behind a dialog nothing moves: the card would take the focus away from it. Where a stage requires
      // something, one may be about to open.
      if (answer || stage.required.length > 0) return undefined;
      const { number } = opportunity;
      await queries.cancelQueries(BOARDS);
      const boards = queries.getQueriesData<Board>(BOARDS);
      const from = boards.map(([, board]) => board && findCard(board, number)?.stage).find(Boolean);
      changeBoards(queries, (board) => moveCard(board, number, stage.key));
      return () => {
        if (hasFocus(number)) follow(number);
        // Only this card goes back, from where it was put: what else has moved or arrived meanwhile stays.
        changeBoards(queries, (board) =>
          from && findCard(board, number)?.stage === stage.key ? moveCard(board, number, from) : board,
        );
      };
    },
    onSuccess: (record, { opportunity, stage }) => {
      keep(queries, record);
      notify({
        intent: "success",
        title: t("move.done", { name: opportunity.name, stage: stage.name }),
        action: { label: t("undo.label"), run: undo },
      });
    },
    onError: (error, { opportunity, stage, answer }, takeBack) => {
      takeBack?.();
      if (!answer && error instanceof ApiError && error.code === "fields_missing") {
        ask({ opportunity, stage, missing: Object.keys(error.fields) });
        return;
      }
      // What is wrong with a field is said at the field, in the dialog that is still open.
      if (answer && error instanceof ApiError && error.status === 422) return;
      void reportRefusal(api, error, opportunity, notify, t);
    },
    onSettled: () => void refresh(queries),
  });
}

function useReopen(undo: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: ({ number, version }: Movable) =>
      api.post<CrmRecord>(`${recordPath("opportunity", number)}/reopen`, { version }),
    onSuccess: (record, { name }) => {
      keep(queries, record);
      notify({ intent: "success", title: t("reopen.done", { name }), action: { label: t("undo.label"), run: undo } });
    },
    onError: (error, opportunity) => void reportRefusal(api, error, opportunity, notify, t),
    onSettled: () => void refresh(queries),
  });
}

function useUndo() {
  const api = useApi();
  const queries = useQueryClient();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: () => api.post<UndoResult>("/undo"),
    onSuccess: ({ undone }) => {
      // Empty where an earlier request, whose answer was lost, had taken it back already.
      const what = undone.map(({ event, number }) => `${eventName(event)} (#${number})`);
      notify({ intent: "success", title: t("undo.done"), body: what.join(", ") });
    },
    onError: (error) => notify({ intent: "warning", title: t("undo.failed"), body: explain(error, t).body }),
    onSettled: () => void refresh(queries),
  });
}

const BOARDS = { queryKey: [CHANGING, "board"] };

function changeBoards(queries: QueryClient, change: (board: Board) => Board) {
  queries.setQueriesData<Board>(BOARDS, (board) => board && change(board));
}

/** Knows an opportunity as its own change left it, until everything is read again. */
function keep(queries: QueryClient, record: CrmRecord) {
  changeBoards(queries, (board) => renewCard(board, record));
  queries.setQueryData<CrmRecord>(recordKey("opportunity", record.number), (known) => known && record);
}

function hasFocus(number: number): boolean {
  return document.activeElement?.closest(`[data-number="${number}"]`) instanceof Element;
}

function refresh(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey: [CHANGING] });
}

async function reportRefusal(api: Api, error: Error, opportunity: Movable, notify: Notify, t: TFunction) {
  const { name } = opportunity;
  if (error instanceof ApiError && error.status === 409) {
    const body = (await whoChanged(api, opportunity, t)) ?? explain(error, t).body;
    notify({ intent: "warning", title: t("move.conflict", { name }), body });
  } else {
    notify({ intent: "error", title: t("move.failed", { name }), body: explain(error, t).body });
  }
}

/** Who changed the opportunity meanwhile and how; null when its history cannot tell. */
async function whoChanged(api: Api, { number }: Movable, t: TFunction): Promise<string | null> {
  const path = `${recordPath("opportunity", number)}/timeline?limit=1`;
  const page = await api.get<Page<TimelineEntry>>(path).catch(() => null);
  const latest = page?.items[0];
  if (!latest) return null;
  const who = latest.actor?.name ?? t("system");
  return t("move.conflict_by", { who, what: eventName(latest.event) });
}
