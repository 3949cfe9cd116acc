import { createContext, use, useCallback, useSyncExternalStore } from "react";
import { Line } from "./line";
import { Outbox, type Waiting } from "./outbox";
import { forgetful } from "./shelf";

interface Lines {
  line: Line;
  outbox: Outbox;
}

const line = new Line();

export const LineContext = createContext<Lines>({ line, outbox: new Outbox(line, forgetful()) });

export function useOutbox(): Outbox {
  return use(LineContext).outbox;
}

export function useLine(): Line {
  return use(LineContext).line;
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
