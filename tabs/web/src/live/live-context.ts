import { createContext, use } from "react";
import type { Journal } from "./journal";
import type { LiveStatus } from "./stream";

interface Live {
  status: LiveStatus;
  /** What the stream has told of the board. */
  journal: Journal;
}

export const LiveContext = createContext<Live | null>(null);

/** How the tab learns of changes at the moment. */
export function useLiveStatus(): LiveStatus {
  return useContents().status;
}

export function useJournal(): Journal {
  return useContents().journal;
}

function useContents(): Live {
  const live = use(LiveContext);
  if (live === null) throw new Error("used outside of LiveContext");
  return live;
}
