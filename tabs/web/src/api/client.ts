import type { CrmRecord } from "./types";

const ROOT = "/api/v1";
const TIMEOUT_MS = 20_000;

/** What the API answered instead of a result; `message` is in the reader's language and may be empty. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: Readonly<Record<string, string>> = {},
    readonly current: CrmRecord | null = null,
  ) {
    super(message);
  }
}

/** The API could not be reached or did not answer in time. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Gives the token for the next call; `fresh` asks for another one than the API has just refused. */
export type TokenSource = (fresh?: boolean) => Promise<string>;

export interface Api {
  get: <Result>(path: string, signal?: AbortSignal) => Promise<Result>;
  /** Asks for a change; with a `key`, for the same one as before with that key. */
  post: <Result>(path: string, body?: unknown, key?: string) => Promise<Result>;
  patch: <Result>(path: string, body: unknown) => Promise<Result>;
  delete: <Result>(path: string, body?: unknown) => Promise<Result>;
  /** Opens the stream of live changes; the answer's body is read by the caller. */
  open: (path: string, headers: Record<string, string>, signal: AbortSignal) => Promise<Response>;
}

/** A change that was sent; `lost` once it is known that no answer to it came. */
interface Attempt {
  change: string;
  key: string;
  lost: boolean;
}

/** What was answered to a question, and the tag by which the host knows it again. */
interface Known {
  tag: string;
  result: unknown;
}

/** Hears whether calls are answered. */
export interface Watcher {
  reached: () => void;
  lost: () => void;
}

const MOST_KNOWN = 40;

/** Calls the API as the signed-in user, asking for answers in `language()`. */
export function createApi(token: TokenSource, language: () => string, watcher?: Watcher): Api {
  let latest: Attempt | null = null;
  const known = new Map<string, Known>();

  async function call(path: string, init: RequestInit): Promise<Response> {
    const first = await send(path, init, false);
    // Teams may hand out a token that expires on its way; one refusal is worth one fresh token.
    return first.status === 401 ? send(path, init, true) : first;
  }

  async function send(path: string, init: RequestInit, fresh: boolean): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${await signIn(fresh)}`);
    headers.set("Accept-Language", language());
    const response = await reach(fetch(ROOT + path, { ...init, headers }), init.signal);
    watcher?.reached();
    return response;
  }

  async function signIn(fresh: boolean): Promise<string> {
    try {
      return await token(fresh);
    } catch (error) {
      if (error instanceof Unreachable) watcher?.lost();
      throw error;
    }
  }

  /** An answer or the rest of it: a connection may break in the middle, too. Only the caller's own abort stays what it is. */
  async function reach<Result>(answer: Promise<Result>, signal: AbortSignal | null | undefined): Promise<Result> {
    try {
      return await answer;
    } catch (cause) {
      if (signal?.aborted && !isTimeout(signal)) throw cause;
      watcher?.lost();
      throw new Unreachable("unreachable", { cause });
    }
  }

  /** Asks only for what has changed: what was answered before is sent once. */
  async function get<Result>(path: string, signal?: AbortSignal): Promise<Result> {
    const key = `${language()} ${path}`;
    const before = known.get(key);
    const headers = before ? { "If-None-Match": before.tag } : {};
    const until = limit(signal);
    const response = await call(path, { headers, signal: until });
    if (response.status === 304 && before) return before.result as Result;
    if (!response.ok) throw await refusal(response);
    const result = await reach(response.json() as Promise<Result>, until);
    const tag = response.headers.get("ETag");
    known.delete(key);
    if (tag) known.set(key, { tag, result });
    if (known.size > MOST_KNOWN) known.delete([...known.keys()][0] ?? "");
    return result;
  }

  async function ask<Result>(path: string, init: RequestInit): Promise<Result> {
    const response = await call(path, init);
    if (!response.ok) throw await refusal(response);
    return reach(response.json() as Promise<Result>, init.signal);
  }

  async function change<Result>(method: string, path: string, given: unknown, key?: string): Promise<Result> {
    const body = JSON.stringify(given ?? {});
    const attempt = key ? { change: "", key, lost: false } : begin(`${method} ${path} ${body}`);
    const headers = { "Content-Type": "application/json", "Idempotency-Key": attempt.key };
    try {
      return await ask<Result>(path, { method, headers, body, signal: limit() });
    } catch (error) {
      attempt.lost = isUnanswered(error);
      throw error;
    }
  }

  // A change without an answer may have been carried out: asked for again, it must not be another one.
  function begin(change: string): Attempt {
    const again = latest?.lost && latest.change === change ? latest : null;
    latest = { change, key: again?.key ?? crypto.randomUUID(), lost: false };
    return latest;
  }

  return {
    get,
    post: (path, body, key) => change("POST", path, body, key),
    patch: (path, body) => change("PATCH", path, body),
    delete: (path, body) => change("DELETE", path, body),
    open: async (path, headers, signal) => {
      const response = await call(path, { headers, signal });
      if (!response.ok) throw await refusal(response);
      return response;
    },
  };
}

async function refusal(response: Response): Promise<ApiError> {
  // A proxy in between answers with pages instead of JSON; its status still tells enough.
  const body = (await response.json().catch(() => ({}))) as Partial<ApiError>;
  return new ApiError(response.status, body.code ?? "unknown", body.message ?? "", body.fields, body.current);
}

/** Whether nobody can tell what became of a request: a proxy may give up on what the host goes on with. */
function isUnanswered(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof ApiError && error.status >= 500);
}

function limit(signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

function isTimeout(signal: AbortSignal): boolean {
  return signal.reason instanceof DOMException && signal.reason.name === "TimeoutError";
}
