import { describe, expect, it, vi } from "vitest";
import { ApiError, type Api } from "../src/api/client";
import { readEvents } from "../src/live/events";
import { follow, waitAfter, type LiveStatus } from "../src/live/stream";

function bodyOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const bytes = chunks.map((chunk) => (typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk));
  return new ReadableStream({
    start(controller) {
      for (const chunk of bytes) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function collect(body: ReadableStream<Uint8Array>) {
  const events = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

describe("server-sent events", () => {
  it("are read however they are cut", async () => {
    const bytes = new TextEncoder().encode('id: 17\r\nevent: change\r\ndata: {"name":"Jörg"}\r\n\r\n: ping\n\ndata:a\ndata: b\n\n');
    const single = [...bytes].map((byte) => Uint8Array.of(byte));
    const expected = [
      { event: "change", id: "17", data: '{"name":"Jörg"}' },
      { event: "comment", id: null, data: "" },
      { event: "message", id: null, data: "a\nb" },
    ];
    expect(await collect(bodyOf(bytes))).toEqual(expected);
    expect(await collect(bodyOf(bytes.slice(0, 45), bytes.slice(45)))).toEqual(expected);
    expect((await collect(bodyOf(...single))).map((event) => event.data)).toEqual(expected.map((event) => event.data));
  });
});

describe("following live changes", () => {
  function apiOf(open: Api["open"]): Api {
    return { get: vi.fn(), patch: vi.fn(), delete: vi.fn(), post: vi.fn(), open };
  }

  it("goes on after the last event when the connection breaks, and looks for what it missed", async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const asked: (string | undefined)[] = [];
    const statuses: LiveStatus[] = [];
    const onChange = vi.fn();
    const api = apiOf((_, headers) => {
      asked.push(headers["Last-Event-ID"]);
      if (asked.length === 3) stop.abort();
      return Promise.resolve(new Response(bodyOf('event: change\ndata: {"sequence":17}\n\n')));
    });
    const done = follow(api, { onBegin: vi.fn(), onChange, onStatus: (status) => statuses.push(status) }, stop.signal);
    await vi.advanceTimersByTimeAsync(60_000);
    await done;
    vi.useRealTimers();
    expect(asked).toEqual([undefined, "17", "17"]);
    expect(statuses.slice(0, 3)).toEqual(["live", "polling", "live"]);
    expect(onChange.mock.calls.length).toBeGreaterThanOrEqual(3);
  });

  it("looks for what it missed when the first connection needed a second attempt", async () => {
    vi.useFakeTimers();
    const stop = new AbortController();
    const onChange = vi.fn();
    let attempts = 0;
    const api = apiOf(() => {
      if (++attempts === 1) return Promise.reject(new ApiError(503, "ending", ""));
      return Promise.resolve(new Response(bodyOf(": ping\n\n")));
    });
    const onStatus = (status: LiveStatus) => status === "live" && stop.abort();
    const done = follow(api, { onBegin: vi.fn(), onChange, onStatus }, stop.signal);
    await vi.advanceTimersByTimeAsync(60_000);
    await done;
    vi.useRealTimers();
    expect(attempts).toBe(2);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it("falls back to polling where the host has no live changes", async () => {
    const stop = new AbortController();
    const open = vi.fn(() => Promise.reject(new ApiError(404, "not_found", "")));
    await follow(apiOf(open), { onBegin: vi.fn(), onChange: vi.fn(), onStatus: () => stop.abort() }, stop.signal);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it("waits longer after each failure, but not for ever", () => {
    const waits = [1, 2, 3, 10].map((failures) => waitAfter(failures, () => 1));
    expect(waits).toEqual([1_000, 2_000, 4_000, 30_000]);
    expect(waitAfter(1, () => 0)).toBe(500);
  });
});
