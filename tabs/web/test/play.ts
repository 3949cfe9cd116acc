import { vi } from "vitest";
import type { Board, Me } from "../src/api/types";
import type { Host } from "../src/host/host";
import { board, places, workspace } from "./fixtures";

/** One request that the tab sent. */
export interface Sent {
  method: string;
  path: string;
  body: unknown;
}

export interface Played {
  board?: Board;
  role?: Me["member"]["role"];
  language?: string;
  answers?: Record<string, () => Response>;
}

/** Plays the API; what it was sent can be read afterwards. */
export function playApi({ board: shown = board(), role = "member", language, answers = {} }: Played = {}): Sent[] {
  const sent: Sent[] = [];
  const fixed: Record<string, () => Response> = {
    "GET /me": () =>
      Response.json({ member: { id: 1, name: "Alex", role, language: language ?? null }, workspace: {}, languages: [] }),
    "GET /board": () => Response.json(shown),
    "GET /choices": () =>
      Response.json({ lead_source: [], lost_reason: [{ key: "price", name: "Price" }], disqualify_reason: [] }),
    "GET /workspace": () => Response.json(workspace),
    "GET /places": () => Response.json(places),
    "GET /members": () => Response.json({ items: [], next: null }),
    "GET /live": () => Response.json({ code: "not_found" }, { status: 404 }),
    "GET /undo": () => Response.json({ undo: null }),
    "POST /undo": () => Response.json({ undone: [{ event: "OpportunityMoved", kind: "opportunity", number: 104 }] }),
    ...answers,
  };
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => {
    const path = url.replace("/api/v1", "").replace(/\?.*/, "");
    const method = init?.method ?? "GET";
    sent.push({ method, path, body: init?.body ? JSON.parse(init.body as string) : null });
    const answer = fixed[`${method} ${path}`];
    const given = answer?.();
    if (given?.type === "error") return Promise.reject(new TypeError("network"));
    return Promise.resolve(given ?? Response.json({ code: "not_found" }, { status: 404 }));
  });
  return sent;
}

/** A Teams that does nothing by itself. */
export function hostOf(changes: Partial<Host> = {}): Host {
  return {
    locale: "en-US",
    theme: "default",
    subPage: null,
    getToken: () => Promise.resolve("token"),
    onThemeChange: () => undefined,
    reportReady: vi.fn(),
    reportFailure: vi.fn(),
    shareLink: null,
    openChat: null,
    ...changes,
  };
}
