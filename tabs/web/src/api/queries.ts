import { createContext, use, useCallback, useEffect, useRef } from "react";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { keepUnderWay } from "../board/under-way";
import type { Journal } from "../live/journal";
import type { Api } from "./client";
import type {
  Board,
  Choices,
  CrmRecord,
  Framework,
  Kind,
  Me,
  Page,
  Person,
  Pipeline,
  Places,
  EntryPage,
  Workspace,
} from "./types";

/** First part of the key of everything that live changes make stale. */
export const CHANGING = "changing";

/** Cards for each column that the board loads at first, and at most (the limit of the API). */
export const FIRST_CARDS = 50;
export const MOST_CARDS = 200;

const POLL_MS = 5_000;

interface Connection {
  api: Api;
  /** What the stream has told of the board. */
  journal: Journal;
  /** Whether the changes of everybody arrive by themselves. */
  live: boolean;
  /** Whether to ask again every few seconds, because no live changes arrive. */
  poll: boolean;
}

export const ConnectionContext = createContext<Connection | null>(null);

export function useApi(): Api {
  return useConnection().api;
}

export const ME = "me";

export function useMe() {
  const { api } = useConnection();
  return useQuery({ queryKey: [ME], queryFn: ({ signal }) => api.get<Me>("/me", signal), staleTime: Infinity });
}

/** The keys of all boards, and of all records with what happened to them, whose numbers come last. */
export const BOARDS = [CHANGING, "board"] as const;
export const RECORDS = [CHANGING, "record"] as const;

/** Reads of a board until the stream and the answer meet: a read may be older than what the stream begins with. */
const MOST_READS = 3;

export function boardKey(limit: number) {
  return [...BOARDS, i18next.language, limit] as const;
}

export function useBoard(limit: number) {
  const { api, journal } = useConnection();
  useTranslation(); // Names of stages come in the reader's language, so another language is another board.
  return useQuery({
    queryKey: boardKey(limit),
    queryFn: async ({ client, signal }) => {
      const read = () => api.get<Board>(`/board?limit=${limit}`, signal);
      let board = await read();
      for (let reads = 1; reads < MOST_READS && !journal.reaches(board); reads += 1) board = await read();
      return keepUnderWay(client, journal.catchUp(board, limit));
    },
    placeholderData: keepPreviousData,
    ...usePolling(),
  });
}

/** The board as it was last seen with so many cards, asked for or not. */
export function useKnownBoard(limit: number): Board | undefined {
  return useQueryClient().getQueryData<Board>(boardKey(limit));
}

export function recordKey(kind: Kind, number: number) {
  return [...RECORDS, i18next.language, kind, number] as const;
}

export function useRecord(kind: Kind, number: number) {
  const { api } = useConnection();
  return useQuery({
    queryKey: recordKey(kind, number),
    queryFn: ({ signal }) => api.get<CrmRecord>(recordPath(kind, number), signal),
    ...usePolling(),
  });
}

export function useTimeline(kind: Kind, number: number) {
  const { api } = useConnection();
  return useQuery({
    queryKey: [...RECORDS, "timeline", i18next.language, kind, number],
    queryFn: ({ signal }) => api.get<EntryPage>(`${recordPath(kind, number)}/timeline`, signal),
    ...usePolling(),
  });
}

/** The stages of the pipeline in order, for what is shown outside of the board. */
export function useStages() {
  const { api } = useConnection();
  return useQuery({
    queryKey: ["stages", i18next.language],
    queryFn: async ({ signal }) =>
      (await api.get<Board>("/board?limit=1", signal)).columns.map((column) => column.stage),
    staleTime: 300_000,
  });
}

/** What owners set for everybody; asked anew whenever it is looked at, as another owner may have changed it. */
export const SETTINGS = "settings";

export function usePipeline() {
  const { api } = useConnection();
  return useQuery({
    queryKey: [SETTINGS, "pipeline", i18next.language],
    queryFn: ({ signal }) => api.get<Pipeline>("/pipeline", signal),
  });
}

export function useFramework() {
  const { api } = useConnection();
  return useQuery({
    queryKey: [SETTINGS, "framework", i18next.language],
    queryFn: ({ signal }) => api.get<Framework>("/framework", signal),
  });
}

export function useWorkspace() {
  const { api } = useConnection();
  return useQuery({
    queryKey: [SETTINGS, "workspace", i18next.language],
    queryFn: ({ signal }) => api.get<Workspace>("/workspace", signal),
  });
}

/** What a workspace in a country may be set to. */
export function usePlaces(country: string | null) {
  const { api } = useConnection();
  return useQuery({
    queryKey: ["places", i18next.language, country],
    queryFn: ({ signal }) => api.get<Places>(`/places${country ? `?country=${country}` : ""}`, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

export function useChoices() {
  const { api } = useConnection();
  return useQuery({
    queryKey: ["choices", i18next.language],
    queryFn: ({ signal }) => api.get<Choices>("/choices", signal),
    staleTime: 300_000,
  });
}

/** Records of a kind whose names have words that begin like the text; the newest where there is none. */
export function useSearch(kind: Kind, text: string) {
  const { api } = useConnection();
  return useQuery({
    queryKey: [CHANGING, "search", kind, text],
    queryFn: ({ signal }) =>
      api.get<Page<CrmRecord>>(`/${PLURALS[kind]}?limit=8${text && `&q=${encodeURIComponent(text)}`}`, signal),
    placeholderData: keepPreviousData,
  });
}

export function useMembers() {
  const { api } = useConnection();
  return useQuery({
    queryKey: ["members"],
    queryFn: ({ signal }) => api.get<Page<Person>>("/members?limit=200", signal),
    staleTime: 300_000,
  });
}

/** The path of a record in the API. */
export function recordPath(kind: Kind, number: number): string {
  return `/${PLURALS[kind]}/${number}`;
}

const PLURALS: Record<Kind, string> = {
  lead: "leads",
  opportunity: "opportunities",
  contact: "contacts",
  organization: "organizations",
  activity: "activities",
};

/** Says, when asked, whether the changes of everybody arrive by themselves at the moment. */
export function useIsLive(): () => boolean {
  const { live } = useConnection();
  const latest = useRef(live);
  useEffect(() => {
    latest.current = live;
  }, [live]);
  return useCallback(() => latest.current, []);
}

function useConnection(): Connection {
  const connection = use(ConnectionContext);
  if (connection === null) throw new Error("used outside of ConnectionContext");
  return connection;
}

function usePolling() {
  const { poll } = useConnection();
  return { refetchInterval: poll ? POLL_MS : (false as const), staleTime: poll ? 0 : 60_000 };
}
