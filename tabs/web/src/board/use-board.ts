import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { BOARDS, useApi, usePolling, type Board } from "../api";
import { useJournal } from "../live";
import { keepUnderWay } from "../moves";

/** Cards for each column that the board loads at first, and at most (the limit of the API). */
export const FIRST_CARDS = 50;
export const MOST_CARDS = 200;

/** Reads of a board until the stream and the answer meet: a read may be older than what the stream begins with. */
const MOST_READS = 3;

export function useBoard(limit: number) {
  const api = useApi();
  const journal = useJournal();
  return useQuery({
    queryKey: useBoardKey(limit),
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
  return useQueryClient().getQueryData<Board>(useBoardKey(limit));
}

/** Names of stages come in the reader's language, so another language is another board. */
function useBoardKey(limit: number) {
  const { i18n } = useTranslation();
  return [...BOARDS, i18n.language, limit] as const;
}
