import { useEffect, useState } from "react";
import type { QueryClient } from "@tanstack/react-query";
import type { Api } from "../api/client";
import { CHANGING } from "../api/queries";
import { follow, type LiveStatus } from "./stream";

/** One change of a workspace is several events, and an import many: they are worth one look. */
const GATHER_MS = 120;

/** Keeps what the tab shows up to date with the changes of everybody; says how it does so at the moment. */
export function useLive(api: Api, queries: QueryClient): LiveStatus {
  const [status, setStatus] = useState<LiveStatus>("connecting");
  useEffect(() => {
    const stop = new AbortController();
    const refresh = gather(() => void queries.invalidateQueries({ queryKey: [CHANGING] }), GATHER_MS);
    void follow(api, { onChange: refresh, onStatus: setStatus }, stop.signal);
    return () => stop.abort();
  }, [api, queries]);
  return status;
}

function gather(run: () => void, milliseconds: number): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      run();
    }, milliseconds);
  };
}
