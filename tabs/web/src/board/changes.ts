import { useRef } from "react";
import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { ApiError, type Api } from "../api/client";
import { CHANGING, recordKey, recordPath, useApi } from "../api/queries";
import type { Board, CrmRecord, Move, Page, TimelineEntry, UndoResult } from "../api/types";
import { useNotify, type Notify } from "../notices";
import { explain } from "../problem";
import { eventName } from "../record/words";
import { findCard, moveCard, renewCard } from "./columns";
import { Dropped, type Queue } from "./queue";
import { MOVE, type Movable, type MoveRequest } from "./under-way";

/** A move that the stage does not take yet, and the fields that it requires. */
export interface Entry extends MoveRequest {
  missing: string[];
}

interface Steps {
  undo: () => void;
  /** Asks the reader for what the stage requires. */
  ask: (entry: Entry) => void;
  /** Lets the keyboard follow a card. */
  follow: (number: number) => void;
}

/** Moves an opportunity, at once on the screen where it most likely can be. */
export function useMove(queue: Queue, { undo, ask, follow }: Steps) {
  // The stages in which the server has what is under way, as far as it has answered.
  const homes = useRef(new Map<number, string | undefined>());
  const api = useApi();
  const queries = useQueryClient();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationKey: MOVE,
    mutationFn: ({ opportunity, stage, answer }: MoveRequest) =>
      queue.add(opportunity, (version) => {
        const body: Move = { version, stage: stage.key, ...answer };
        return api.post<CrmRecord>(`${recordPath("opportunity", opportunity.number)}/move`, body);
      }),
    onMutate: async ({ opportunity, stage, answer }) => {
      const { number } = opportunity;
      if (!queue.isBusy(number)) homes.current.set(number, findStage(queries, number));
      // Behind a dialog nothing moves: the card would take the focus away from it. Where a stage requires
      // something, one may be about to open.
      if (answer || stage.required.length > 0) return undefined;
      await queries.cancelQueries(BOARDS);
      changeBoards(queries, (board) => moveCard(board, number, stage.key));
      return () => {
        if (hasFocus(number)) follow(number);
        // Only this card goes back, from where it was put: what else has moved or arrived meanwhile stays.
        const home = homes.current.get(number);
        changeBoards(queries, (board) =>
          home && findCard(board, number)?.stage === stage.key ? moveCard(board, number, home) : board,
        );
      };
    },
    onSuccess: (record, { opportunity, stage }) => {
      keep(queries, record);
      homes.current.set(opportunity.number, stage.key);
      // Where the card goes on at once, the last word is enough.
      if (queue.isBusy(opportunity.number)) return;
      notify({
        intent: "success",
        title: t("move.done", { name: opportunity.name, stage: stage.name }),
        action: { label: t("undo.label"), run: undo },
      });
    },
    onError: (error, { opportunity, stage, answer }, takeBack) => {
      takeBack?.();
      if (error instanceof Dropped) return;
      if (!answer && error instanceof ApiError && error.code === "fields_missing") {
        // Its reader has chosen another stage meanwhile.
        if (queue.isBusy(opportunity.number)) return;
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

/** Opens a closed opportunity again. */
export function useReopen(queue: Queue, undo: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: (opportunity: Movable) =>
      queue.add(opportunity, (version) =>
        api.post<CrmRecord>(`${recordPath("opportunity", opportunity.number)}/reopen`, { version }),
      ),
    onSuccess: (record, { name }) => {
      keep(queries, record);
      notify({ intent: "success", title: t("reopen.done", { name }), action: { label: t("undo.label"), run: undo } });
    },
    onError: (error, opportunity) => {
      if (!(error instanceof Dropped)) void reportRefusal(api, error, opportunity, notify, t);
    },
    onSettled: () => void refresh(queries),
  });
}

/** Takes the reader's last change back, be it still on its way. */
export function useUndo(queue: Queue) {
  const api = useApi();
  const queries = useQueryClient();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: async () => {
      await queue.settle();
      return api.post<UndoResult>("/undo");
    },
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

function findStage(queries: QueryClient, number: number): string | undefined {
  const boards = queries.getQueriesData<Board>(BOARDS);
  return boards.map(([, board]) => board && findCard(board, number)?.stage).find(Boolean);
}

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
