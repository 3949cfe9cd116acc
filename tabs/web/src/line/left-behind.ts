import { useEffect, useRef } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { BOARDS } from "../api";
import { useLine, useOutbox } from "./line-context";
import type { Waiting } from "./outbox";

/** Sends what was left behind when the tab was last closed or loaded anew, once the board is there to show it. */
export function useLeftBehind(maySend: boolean, send: (item: Waiting) => void): void {
  const outbox = useOutbox();
  const line = useLine();
  const queries = useQueryClient();
  const latest = useRef(send);
  useEffect(() => {
    latest.current = send;
  });
  useEffect(() => {
    if (!maySend) return undefined;
    const look = () => {
      if (!queries.getQueriesData({ queryKey: BOARDS }).some(([, board]) => board)) return;
      for (const item of outbox.takeLeft()) latest.current(item);
    };
    look();
    const stops = [queries.getQueryCache().subscribe(look), outbox.subscribe(look), line.subscribe(look)];
    return () => stops.forEach((stop) => stop());
  }, [maySend, outbox, line, queries]);
}
