import { type Api, ApiError, type Change } from "../api";
import { OutsideTeams } from "../host";
import { Line } from "../line";
import { readEvents, type ServerEvent } from "./events";

export type LiveStatus = "connecting" | "live" | "polling" | "offline";

export interface Listener {
  /** The stream tells everything after this event from now on. */
  onBegin: (sequence: number) => void;
  /** Something has changed; null where the host does not say what. */
  onChange: (change: Change | null) => void;
  onStatus: (status: LiveStatus) => void;
}

/** The host gives a sign of life every ten seconds. */
const SILENCE_MS = 25_000;
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

/** Follows the live changes until `signal` says stop; reconnects where it left off, waiting longer after each failure,
 * but not once the line is back. */
export async function follow(api: Api, listener: Listener, signal: AbortSignal, line = new Line()): Promise<void> {
  const position: Position = { last: null, connections: 0, attempts: 0 };
  let failures = 0;
  while (!signal.aborted) {
    const before = position.connections;
    const error: unknown = await listen(api, listener, position, signal, line).catch((reason: unknown) => reason);
    if (isStopped(signal)) return;
    const failed = position.connections === before ? failures + 1 : 0;
    failures = isAbsent(error) ? Number.POSITIVE_INFINITY : failed;
    listener.onStatus("polling");
    await pause(waitAfter(failures), signal, line);
  }
}

// As a function, because the compiler takes a property that it has seen as settled.
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function listen(
  api: Api,
  listener: Listener,
  position: Position,
  signal: AbortSignal,
  line: Line,
): Promise<void> {
  position.attempts += 1;
  let tells = false;
  for await (const event of connect(api, position.last, signal, line)) {
    const change = readData(event);
    position.last = event.id ?? (change ? String(change.sequence) : position.last);
    if (event.event === "open") {
      listener.onStatus("live");
      position.connections += 1;
    } else if (event.event === "begin" && change) {
      tells = true;
      listener.onBegin(change.sequence);
    } else if (event.event === "change") {
      listener.onChange(change);
    } else if (!tells && position.attempts > 1) {
      // A host that does not say where it begins: what came after the last look may be missed.
      tells = true;
      listener.onChange(null);
    }
  }
}

/** Milliseconds to wait after so many failures in a row, with jitter so that a restarted host is not rushed. */
export function waitAfter(failures: number, random: () => number = Math.random): number {
  if (failures === Number.POSITIVE_INFINITY) return ABSENT_WAIT_MS;
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return longest * (0.5 + random() / 2);
}

async function* connect(
  api: Api,
  last: string | null,
  signal: AbortSignal,
  line: Line,
): AsyncGenerator<ServerEvent> {
  const silence = new AbortController();
  // A connection outlives its network: nothing comes, and nothing says so.
  const stop = line.subscribe(() => !line.hasNetwork() && silence.abort());
  const giveUp = () => {
    line.lost();
    silence.abort();
  };
  const headers: Record<string, string> = { Accept: "text/event-stream" };
  if (last !== null) headers["Last-Event-ID"] = last;
  let timer = setTimeout(giveUp, SILENCE_MS);
  try {
    const response = await api.open("/live", headers, AbortSignal.any([signal, silence.signal]));
    if (response.body === null) return;
    yield { event: "open", id: null, data: "" };
    for await (const event of readEvents(response.body)) {
      line.reached();
      // A connection that died without a word (a laptop that slept) is noticed by its silence.
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE_MS);
      yield event;
    }
  } finally {
    clearTimeout(timer);
    stop();
    silence.abort();
  }
}

function readData(event: ServerEvent): Change | null {
  if (event.data === "") return null;
  try {
    return JSON.parse(event.data) as Change;
  } catch {
    return null;
  }
}

function isAbsent(error: unknown): boolean {
  if (error instanceof OutsideTeams) return true;
  return error instanceof ApiError && (error.status === 404 || error.status === 501);
}

function pause(milliseconds: number, signal: AbortSignal, line: Line): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    const stop = line.onReturn(finish);
    signal.addEventListener("abort", finish, { once: true });
  });
}
