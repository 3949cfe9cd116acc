import { createContext, use, useCallback, useEffect, useRef } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLanguage } from "../strings";
import type { Api } from "./client";
import type {
  Board,
  Choices,
  CrmRecord,
  EntryPage,
  Fields,
  Framework,
  Kind,
  Me,
  Page,
  Person,
  Pipeline,
  Places,
  Workspace,
} from "./types";

/** First part of the key of everything that live changes make stale. */
export const CHANGING = "changing";

const POLL_MS = 5_000;

interface Connection {
  api: Api;
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

export function recordKey(language: string, kind: Kind, number: number) {
  return [...RECORDS, language, kind, number] as const;
}

export function useRecord(kind: Kind, number: number) {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: recordKey(language, kind, number),
    queryFn: ({ signal }) => api.get<CrmRecord>(recordPath(kind, number), signal),
    ...usePolling(),
  });
}

export function useTimeline(kind: Kind, number: number) {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: [...RECORDS, "timeline", language, kind, number],
    queryFn: ({ signal }) => api.get<EntryPage>(`${recordPath(kind, number)}/timeline`, signal),
    ...usePolling(),
  });
}

/** The stages of the pipeline in order, for what is shown outside of the board. */
export function useStages() {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: ["stages", language],
    queryFn: async ({ signal }) =>
      (await api.get<Board>("/board?limit=1", signal)).columns.map((column) => column.stage),
    staleTime: 300_000,
  });
}

/** What owners set for everybody; asked anew whenever it is looked at, as another owner may have changed it. */
export const SETTINGS = "settings";

export function usePipeline() {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: [SETTINGS, "pipeline", language],
    queryFn: ({ signal }) => api.get<Pipeline>("/pipeline", signal),
  });
}

export function useFramework() {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: [SETTINGS, "framework", language],
    queryFn: ({ signal }) => api.get<Framework>("/framework", signal),
  });
}

export function useWorkspace() {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: [SETTINGS, "workspace", language],
    queryFn: ({ signal }) => api.get<Workspace>("/workspace", signal),
  });
}

/** What a workspace in a country may be set to. */
export function usePlaces(country: string | null) {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: ["places", language, country],
    queryFn: ({ signal }) => api.get<Places>(`/places${country ? `?country=${country}` : ""}`, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

/** What records of each kind show, in this order; owners describe further fields. */
export function useFields() {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: [SETTINGS, "fields", language],
    queryFn: ({ signal }) => api.get<Fields>("/fields", signal),
    staleTime: 300_000,
  });
}

export function useChoices() {
  const { api } = useConnection();
  const language = useLanguage();
  return useQuery({
    queryKey: ["choices", language],
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

/** How often to ask again where no changes arrive by themselves. */
export function usePolling() {
  const { poll } = useConnection();
  return { refetchInterval: poll ? POLL_MS : (false as const), staleTime: poll ? 0 : 60_000 };
}
