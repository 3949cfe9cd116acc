import { ApiError, type Api } from "../api/client";
import { OutsideTeams } from "../host/host";
import { readEvents, type ServerEvent } from "./events";

export type LiveStatus = "connecting" | "live" | "polling";

export interface Listener {
  onChange: () => void;
  onStatus: (status: LiveStatus) => void;
}

const SILENCE_MS = 90_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** A host without live changes is asked again now and then, because it may have been updated meanwhile. */
const ABSENT_WAIT_MS = 300_000;

/** What is known of the stream across its connections. */
interface Position {
  /** The last event seen, where the next connection goes on. */
  last: string | null;
  connections: number;
  attempts: number;
}

/** Follows the live changes until `signal` says stop; reconnects where it left off, waiting longer after each failure. */
export async function follow(api: Api, listener: Listener, signal: AbortSignal): Promise<void> {
  const position: Position = { last: null, connections: 0, attempts: 0 };
  let failures = 0;
  while (!signal.aborted) {
    const before = position.connections;
    const error: unknown = await listen(api, listener, position, signal).catch((reason: unknown) => reason);
    if (isStopped(signal)) return;
    const failed = position.connections === before ? failures + 1 : 0;
    failures = isAbsent(error) ? Number.POSITIVE_INFINITY : failed;
    listener.onStatus("polling");
    await pause(waitAfter(failures), signal);
  }
}

// As a function, because the compiler takes a property that it has seen as settled.
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function listen(api: Api, listener: Listener, position: Position, signal: AbortSignal): Promise<void> {
  position.attempts += 1;
  for await (const event of connect(api, position.last, signal)) {
    position.last = positionOf(event) ?? position.last;
    if (event.event === "open") {
      listener.onStatus("live");
      position.connections += 1;
    }
    // The first attempt starts beside a fresh board; a later one may have missed what came after the last look.
    if (event.event === "change" || (event.event === "open" && position.attempts > 1)) listener.onChange();
  }
}

/** Milliseconds to wait after so many failures in a row, with jitter so that a restarted host is not rushed. */
export function waitAfter(failures: number, random: () => number = Math.random): number {
  if (failures === Number.POSITIVE_INFINITY) return ABSENT_WAIT_MS;
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return longest * (0.5 + random() / 2);
}

async function* connect(api: Api, last: string | null, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const silence = new AbortController();
  const headers: Record<string, string> = { Accept: "text/event-stream" };
  if (last !== null) headers["Last-Event-ID"] = last;
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const response = await api.open("/live", headers, AbortSignal.any([signal, silence.signal]));
    if (response.body === null) return;
    yield { event: "open", id: null, data: "" };
    for await (const event of readEvents(response.body)) {
      // A connection that died without a word (a laptop that slept) is noticed by its silence.
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      yield event;
    }
  } finally {
    clearTimeout(timer);
    silence.abort();
  }
}

function positionOf(event: ServerEvent): string | null {
  if (event.id !== null) return event.id;
  if (event.event !== "change") return null;
  try {
    return String((JSON.parse(event.data) as { sequence: number }).sequence);
  } catch {
    return null;
  }
}

function isAbsent(error: unknown): boolean {
  if (error instanceof OutsideTeams) return true;
  return error instanceof ApiError && (error.status === 404 || error.status === 501);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    signal.addEventListener("abort", finish, { once: true });
  });
}
