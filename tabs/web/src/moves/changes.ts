import { useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import {
  type Api,
  ApiError,
  type Board,
  BOARDS,
  CHANGING,
  type CrmRecord,
  type EntryPage,
  recordKey,
  recordPath,
  useApi,
  useIsLive,
} from "../api";
import { Discarded, useOutbox } from "../line";
import { explain, type Notify, useNotify } from "../ui";
import { useLanguage } from "../strings";
import { eventName } from "../words";
import { findCard, moveCard, renewCard } from "./columns";
import { Dropped, type Queue } from "./queue";
import { homesOf, type KeptMove, type Movable, MOVE, type MoveRequest } from "./under-way";

/** A move that the stage does not take yet, and the fields that it requires. */
export interface Entry extends MoveRequest {
  missing: string[];
}

interface Steps {
  /** Offers to take back a change of a record that led to this version. */
  undo: (changed: Movable) => void;
  /** Asks the reader for what the stage requires. */
  ask: (entry: Entry) => void;
  /** Lets the keyboard follow a card. */
  follow: (number: number) => void;
}

/** Moves an opportunity, at once on the screen where it most likely can be. */
export function useMove(queue: Queue, { undo, ask, follow }: Steps) {
  const send = useSend(queue);
  const settle = useSettle();
  const keep = useKeep();
  const queries = useQueryClient();
  const outbox = useOutbox();
  const isLive = useIsLive();
  const report = useReport();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationKey: MOVE,
    mutationFn: ({ id, opportunity, stage, answer }: KeptMove) => send(id, opportunity, "move", { stage: stage.key, ...answer }),
    onMutate: async ({ opportunity, stage, answer }) => {
      const { number } = opportunity;
      // Behind a dialog nothing moves: the card would take the focus away from it. Where a stage requires
      // something, one may be about to open.
      if (answer || stage.required.length > 0) return undefined;
      const homes = homesOf(queries);
      const home = findStage(queries, number);
      if (home && !queue.isBusy(number)) homes.set(number, home);
      // What is read meanwhile is brought up to date by the stream; without it, it would be the older one.
      if (!isLive()) await queries.cancelQueries({ queryKey: BOARDS });
      changeBoards(queries, (board) => moveCard(board, number, stage.key));
      return () => {
        if (hasFocus(number)) follow(number);
        // Only this card goes back, from where it was put: what else has moved or arrived meanwhile stays.
        const back = homes.get(number);
        changeBoards(queries, (board) =>
          back && findCard(board, number)?.stage === stage.key ? moveCard(board, number, back) : board,
        );
      };
    },
    onSuccess: (record, { opportunity, stage }) => {
      keep(record);
      homesOf(queries).set(opportunity.number, stage.key);
      // Where the card goes on at once, the last word is enough.
      if (queue.isBusy(opportunity.number)) return;
      notify({
        intent: "success",
        title: t("move.done", { name: opportunity.name, stage: stage.name }),
        action: { label: t("undo.label"), run: () => undo(record) },
      });
    },
    onError: (error, { id, opportunity, stage, answer }, takeBack) => {
      takeBack?.();
      const waited = outbox.find(id)?.stalled ?? false;
      if (!answer && !waited && error instanceof ApiError && error.code === "fields_missing") {
        outbox.drop(id);
        // Its reader has chosen another stage meanwhile.
        if (queue.isBusy(opportunity.number)) return;
        ask({ opportunity, stage, missing: Object.keys(error.fields) });
        return;
      }
      // What is wrong with a field is said at the field, in the dialog that is still open.
      if (answer && !waited && error instanceof ApiError && error.status === 422) outbox.drop(id);
      else void report(error, id, opportunity);
    },
    onSettled: (_, error) => settle(error),
  });
}

/** Opens a closed opportunity again. */
export function useReopen(queue: Queue, undo: Steps["undo"]) {
  const send = useSend(queue);
  const settle = useSettle();
  const keep = useKeep();
  const report = useReport();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: ({ id, opportunity }: { id: string; opportunity: Movable }) => send(id, opportunity, "reopen"),
    onSuccess: (record, { opportunity: { name } }) => {
      keep(record);
      const action = { label: t("undo.label"), run: () => undo(record) };
      notify({ intent: "success", title: t("reopen.done", { name }), action });
    },
    onError: (error, { id, opportunity }) => void report(error, id, opportunity),
    onSettled: (_, error) => settle(error),
  });
}

/** Sends a step of an opportunity, behind those that were taken before it. */
function useSend(queue: Queue) {
  const api = useApi();
  const outbox = useOutbox();
  return (id: string, opportunity: Movable, step: "move" | "reopen", body: object = {}) =>
    queue.add(opportunity, (version) =>
      outbox.send(id, version, (sent) =>
        api.post<CrmRecord>(`${recordPath("opportunity", opportunity.number)}/${step}`, { version: sent, ...body }, id),
      ),
    );
}

/** Says openly that a change was not carried out: in a notice, or, of what had to wait, in the list until it is read. */
function useReport() {
  const api = useApi();
  const outbox = useOutbox();
  const notify = useNotify();
  const { t } = useTranslation();
  return async (error: Error, id: string, opportunity: Movable) => {
    const waited = outbox.find(id)?.stalled ?? false;
    if (error instanceof Discarded || (error instanceof Dropped && !waited)) {
      outbox.drop(id);
      return;
    }
    if (!waited) outbox.drop(id);
    const { intent, title, body } = await refusalOf(api, error, opportunity, t);
    if (waited) outbox.refuse(id, body);
    else notify({ intent, title, body });
  };
}

async function refusalOf(api: Api, error: Error, opportunity: Movable, t: TFunction) {
  const { name } = opportunity;
  if (error instanceof Dropped || (error instanceof ApiError && error.status === 409)) {
    const body = (await whoChanged(api, opportunity, t)) ?? explain(error, t).body;
    return { intent: "warning", title: t("move.conflict", { name }), body } satisfies Parameters<Notify>[0];
  }
  return { intent: "error", title: t("move.failed", { name }), body: explain(error, t).body } satisfies Parameters<Notify>[0];
}

function findStage(queries: QueryClient, number: number): string | undefined {
  const boards = queries.getQueriesData<Board>({ queryKey: BOARDS });
  return boards.map(([, board]) => board && findCard(board, number)?.stage).find(Boolean);
}

function changeBoards(queries: QueryClient, change: (board: Board) => Board) {
  queries.setQueriesData<Board>({ queryKey: BOARDS }, (board) => board && change(board));
}

/** Knows an opportunity as its own change left it, until everything is read again. */
function useKeep() {
  const queries = useQueryClient();
  const language = useLanguage();
  return (record: CrmRecord) => {
    changeBoards(queries, (board) => renewCard(board, record));
    queries.setQueryData<CrmRecord>(recordKey(language, "opportunity", record.number), (known) => known && record);
  };
}

function hasFocus(number: number): boolean {
  return document.activeElement?.closest(`[data-number="${number}"]`) instanceof Element;
}

/** Reads again what a change has made stale; while changes arrive by themselves, what was done comes back that way. */
export function useSettle() {
  const queries = useQueryClient();
  const isLive = useIsLive();
  return (error: Error | null) => {
    if (error || !isLive()) void queries.invalidateQueries({ queryKey: [CHANGING] });
  };
}

/** Who changed the opportunity meanwhile and how; null when its history cannot tell. */
async function whoChanged(api: Api, { number }: Movable, t: TFunction): Promise<string | null> {
  const path = `${recordPath("opportunity", number)}/timeline?limit=1`;
  const page = await api.get<EntryPage>(path).catch(() => null);
  const latest = page?.items[0];
  if (!latest) return null;
  const who = latest.actor?.name ?? t("system");
  return t("move.conflict_by", { who, what: eventName(latest.event) });
}
