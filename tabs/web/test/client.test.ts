import { describe, expect, it, vi } from "vitest";
import { ApiError, createApi, Unreachable } from "../src/api/client";

const json = (body: unknown, status = 200) => Promise.resolve(Response.json(body, { status }));

function stubFetch(answer: (request: Request) => Promise<Response>) {
  const fetch = vi.fn((url: string, init: RequestInit) => {
    // The signal of jsdom is not one that the Request of Node takes.
    return answer(new Request(`http://leadline.example${url}`, { ...init, signal: null }));
  });
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

describe("the API client", () => {
  it("signs every call with a token of its own and asks for the reader's language", async () => {
    let tokens = 0;
    const seen: (string | null)[] = [];
    stubFetch((request) => {
      seen.push(request.headers.get("Authorization"), request.headers.get("Accept-Language"));
      return json({});
    });
    const api = createApi(() => Promise.resolve(`token-${++tokens}`), () => "de");
    await api.get("/me");
    await api.get("/board");
    expect(seen).toEqual(["Bearer token-1", "de", "Bearer token-2", "de"]);
  });

  it("tries a refused token once with a fresh one", async () => {
    const fetch = stubFetch((request) =>
      request.headers.get("Authorization") === "Bearer fresh" ? json({ ok: 1 }) : json({ code: "unauthorized" }, 401),
    );
    const api = createApi((fresh) => Promise.resolve(fresh ? "fresh" : "stale"), () => "en");
    await expect(api.get("/me")).resolves.toEqual({ ok: 1 });
    const refused = createApi(() => Promise.resolve("stale"), () => "en");
    await expect(refused.get("/me")).rejects.toMatchObject({ status: 401, code: "unauthorized" });
    expect(fetch).toHaveBeenCalledTimes(4);
  });

  it("asks only for what has changed, in each language for itself", async () => {
    let language = "en";
    const wanted: (string | null)[] = [];
    stubFetch((request) => {
      wanted.push(request.headers.get("If-None-Match"));
      const tag = `W/"${language}"`;
      if (wanted.at(-1) === tag) return Promise.resolve(new Response(null, { status: 304, headers: { ETag: tag } }));
      return Promise.resolve(Response.json({ language }, { headers: { ETag: tag } }));
    });
    const api = createApi(() => Promise.resolve("t"), () => language);
    const first = await api.get("/board");
    expect(await api.get("/board")).toBe(first);
    language = "de";
    expect(await api.get("/board")).toEqual({ language: "de" });
    expect(wanted).toEqual([null, 'W/"en"', null]);
  });

  it("tells whether it is answered", async () => {
    const watcher = { reached: vi.fn(), lost: vi.fn() };
    const api = createApi(() => Promise.resolve("t"), () => "en", watcher);
    stubFetch(() => json({ code: "refused" }, 403));
    await expect(api.get("/me")).rejects.toBeInstanceOf(ApiError);
    expect([watcher.reached.mock.calls.length, watcher.lost.mock.calls.length]).toEqual([1, 0]);
    stubFetch(() => Promise.reject(new TypeError("network")));
    await expect(api.post("/x", {}, "key")).rejects.toBeInstanceOf(Unreachable);
    expect([watcher.reached.mock.calls.length, watcher.lost.mock.calls.length]).toEqual([1, 1]);
    const stop = new AbortController();
    stop.abort(new DOMException("left", "AbortError"));
    await expect(api.get("/me", stop.signal)).rejects.toBeDefined();
    expect(watcher.lost.mock.calls.length).toBe(1);
  });

  it("hands on what the API says about a refusal", async () => {
    const current = { number: 104, version: 4 };
    stubFetch(() => json({ code: "changed_meanwhile", message: "Changed", fields: {}, current }, 409));
    const failure = await createApi(() => Promise.resolve("t"), () => "en").post("/undo").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ status: 409, code: "changed_meanwhile", message: "Changed", current });
  });

  it("survives answers that are no JSON, and no answer at all", async () => {
    const api = createApi(() => Promise.resolve("t"), () => "en");
    stubFetch(() => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 })));
    await expect(api.get("/me")).rejects.toMatchObject({ status: 502, code: "unknown", fields: {} });
    stubFetch(() => Promise.reject(new TypeError("network")));
    await expect(api.get("/me")).rejects.toBeInstanceOf(Unreachable);
  });

  describe("gives every change a key", () => {
    const keys: (string | null)[] = [];
    const lost = () => Promise.reject(new TypeError("network"));
    const play = (...answers: (() => Promise<Response>)[]) => {
      keys.length = 0;
      stubFetch((request) => {
        keys.push(request.headers.get("Idempotency-Key"));
        return answers.shift()?.() ?? json({});
      });
      return createApi((fresh) => Promise.resolve(fresh ? "fresh" : "stale"), () => "en");
    };

    it("of its own, and a question none", async () => {
      const api = play();
      await api.post("/undo");
      await api.post("/undo");
      await api.get("/me");
      expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
      expect(keys[1]).toMatch(/^[0-9a-f-]{36}$/);
      expect(keys[1]).not.toBe(keys[0]);
      expect(keys[2]).toBeNull();
    });

    it("that stays when it is sent once more with a fresh token", async () => {
      const api = play(() => json({ code: "unauthorized" }, 401));
      await api.post("/undo");
      expect(keys).toHaveLength(2);
      expect(keys[1]).toBe(keys[0]);
    });

    it.each([["never came", lost], ["came from a proxy", () => json("<h1>Bad gateway</h1>", 502)]])(
      "that stays when the answer %s and the same is asked again",
      async (_, answer) => {
        const api = play(answer, answer);
        await expect(api.post("/undo")).rejects.toBeInstanceOf(Error);
        await expect(api.post("/undo")).rejects.toBeInstanceOf(Error);
        await api.post("/undo");
        await api.post("/undo");
        expect(keys[1]).toBe(keys[0]);
        expect(keys[2]).toBe(keys[0]);
        expect(keys[3]).not.toBe(keys[0]);
      },
    );

    it("that is another one after a refusal, and where something else was changed since", async () => {
      const api = play(() => json({ code: "nothing_to_undo" }, 409), lost);
      await expect(api.post("/undo")).rejects.toBeInstanceOf(ApiError);
      await expect(api.post("/undo")).rejects.toBeInstanceOf(Unreachable);
      await api.post("/opportunities/104/move", { stage: "won" });
      await api.post("/undo");
      expect(new Set(keys).size).toBe(4);
    });
  });

  it("tells a connection that breaks within an answer like one that never came about", async () => {
    const api = createApi(() => Promise.resolve("t"), () => "en");
    const broken = () =>
      new ReadableStream({
        start: (body) => body.enqueue(new TextEncoder().encode('{"member":')),
        pull: (body) => body.error(new TypeError("network")),
      });
    stubFetch(() => Promise.resolve(new Response(broken(), { status: 200 })));
    await expect(api.get("/me")).rejects.toBeInstanceOf(Unreachable);
    await expect(api.post("/undo")).rejects.toBeInstanceOf(Unreachable);
  });
});
