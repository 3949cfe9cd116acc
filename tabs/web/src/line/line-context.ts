import { createContext, use, useCallback, useSyncExternalStore } from "react";
import type { Line } from "./line";
import type { Outbox, Waiting } from "./outbox";

interface Lines {
  line: Line;
  outbox: Outbox;
}

export const LineContext = createContext<Lines | null>(null);

export function useOutbox(): Outbox {
  return useLines().outbox;
}

export function useLine(): Line {
  return useLines().line;
}

function useLines(): Lines {
  const lines = use(LineContext);
  if (lines === null) throw new Error("used outside of LineContext");
  return lines;
}

/** Whether Leadline can be reached, as far as anybody knows. */
export function useIsUp(): boolean {
  const { subscribe, isUp } = useLine();
  return useSyncExternalStore(subscribe, isUp);
}

/** The changes that have no answer yet. */
export function useWaiting(): readonly Waiting[] {
  const { subscribe, list } = useOutbox();
  return useSyncExternalStore(subscribe, list);
}

/** Whether a change of this opportunity has to wait for the line. */
export function useIsStalled(number: number): boolean {
  const { subscribe, list } = useOutbox();
  const isStalled = useCallback(
    () => list().some((item) => item.opportunity.number === number && item.stalled && item.refused === undefined),
    [list, number],
  );
  return useSyncExternalStore(subscribe, isStalled);
}
