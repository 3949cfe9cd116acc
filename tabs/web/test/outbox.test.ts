import { describe, expect, it, vi } from "vitest";
import { ApiError, Unreachable } from "../src/api/client";
import { Line } from "../src/line/line";
import { opening, whoseToken } from "../src/line/opening";
import { Discarded, Outbox, type Waiting } from "../src/line/outbox";
import { forgetful, openShelf, type Shelf } from "../src/line/shelf";
import { stages } from "./fixtures";

const [qualified] = stages;
const deal = (number = 104) => ({ opportunity: { number, name: "Contoso", version: 3 }, stage: qualified ?? null });

/** What is kept, as another tab finds it. */
function shelfOf(kept = new Map<string, Waiting>()): Shelf<Waiting> & { kept: Map<string, Waiting> } {
  return {
    kept,
    lasting: true,
    all: () => Promise.resolve([...kept.values()]),
    put: (item) => Promise.resolve(void kept.set(item.id, item)),
    remove: (id) => Promise.resolve(void kept.delete(id)),
  };
}

function offline() {
  const line = new Line(() => true);
  line.lost();
  return line;
}

describe("the line", () => {
  it("is up while calls are answered and there is a network", async () => {
    let network = true;
    const line = new Line(() => network);
    const heard = vi.fn();
    line.subscribe(heard);
    line.reached();
    expect([line.isUp(), heard.mock.calls.length]).toEqual([true, 0]);
    line.lost();
    expect([line.isUp(), heard.mock.calls.length]).toEqual([false, 1]);
    network = false;
    line.reached();
    expect(line.isUp()).toBe(false);
    network = true;
    await expect(line.whenUp()).resolves.toBeUndefined();
  });

  it("is left by the browser's word, and found again by an answer", () => {
    const line = new Line(() => true);
    const stop = line.watch();
    const back = vi.fn();
    line.onReturn(back);
    window.dispatchEvent(new Event("offline"));
    expect(line.isUp()).toBe(false);
    window.dispatchEvent(new Event("online"));
    expect([line.isUp(), back.mock.calls.length]).toEqual([false, 1]);
    line.reached();
    expect(line.isUp()).toBe(true);
    stop();
    window.dispatchEvent(new Event("offline"));
    expect(line.isUp()).toBe(true);
  });
});

describe("what waits", () => {
  it("is kept before it is sent, and forgotten once it is answered", async () => {
    const shelf = shelfOf();
    const outbox = new Outbox(new Line(() => true), shelf, "me");
    const { id } = outbox.add(deal());
    const during = await outbox.send(id, 3, () => Promise.resolve([...shelf.kept.keys()]));
    expect(during).toEqual([id]);
    await vi.waitFor(() => expect(shelf.kept.size).toBe(0));
    expect([outbox.list(), outbox.isWaiting]).toEqual([[], false]);
  });

  it("is sent again for the same version when the line is back, and for no other", async () => {
    const line = new Line(() => true);
    const outbox = new Outbox(line, forgetful(), "me");
    const { id } = outbox.add(deal());
    const versions: number[] = [];
    const sent = outbox.send(id, 3, (version) => {
      versions.push(version);
      if (versions.length > 1) return Promise.resolve("done");
      line.lost();
      return Promise.reject(new Unreachable());
    });
    await outbox.whenStalled(id);
    expect([outbox.isStuck, versions]).toEqual([true, [3]]);
    line.reached();
    await expect(sent).resolves.toBe("done");
    expect(versions).toEqual([3, 3]);
  });

  it("is not sent at all without a line", async () => {
    const line = offline();
    const outbox = new Outbox(line, forgetful(), "me");
    const { id, stalled } = outbox.add(deal());
    const change = vi.fn(() => Promise.resolve("done"));
    const sent = outbox.send(id, 3, change);
    await Promise.resolve();
    expect([stalled, change.mock.calls.length]).toEqual([true, 0]);
    line.reached();
    await expect(sent).resolves.toBe("done");
  });

  it("is refused where the host says no, and waits on where it only says later", async () => {
    vi.useFakeTimers();
    const line = offline();
    const outbox = new Outbox(line, forgetful(), "me");
    const { id } = outbox.add(deal());
    const answers = [new ApiError(503, "ending", ""), new ApiError(409, "changed_meanwhile", "")];
    const sent = outbox.send(id, 3, () => Promise.reject(answers.shift() ?? new Error("once too often")));
    const outcome = expect(sent).rejects.toMatchObject({ status: 409 });
    line.reached();
    await vi.advanceTimersByTimeAsync(60_000);
    await outcome;
    vi.useRealTimers();
    outbox.refuse(id, "Kim was faster");
    expect([outbox.list()[0]?.refused, outbox.isWaiting]).toEqual(["Kim was faster", false]);
  });

  it("tells a failure of what did not wait at once", async () => {
    const outbox = new Outbox(new Line(() => true), forgetful(), "me");
    const { id } = outbox.add(deal());
    const refusal = new ApiError(500, "crash", "Ours");
    await expect(outbox.send(id, 3, () => Promise.reject(refusal))).rejects.toBe(refusal);
  });

  it("can be discarded, also while it waits behind another one", async () => {
    const outbox = new Outbox(offline(), shelfOf(), "me");
    const [first, second] = [outbox.add(deal()), outbox.add(deal())];
    const sent = outbox.send(first.id, 3, () => Promise.resolve("done"));
    outbox.drop(second.id);
    outbox.drop(first.id);
    await expect(sent).rejects.toBeInstanceOf(Discarded);
    await expect(outbox.send(second.id, 3, () => Promise.resolve("done"))).rejects.toBeInstanceOf(Discarded);
  });

  it("is found again by the same person alone, in order, and given out once", async () => {
    const shelf = shelfOf();
    const before = new Outbox(offline(), shelf, "me");
    const ids = [before.add(deal(1)).id, before.add(deal(2)).id];
    before.refuse(before.add(deal(3)).id, "too late");
    await vi.waitFor(() => expect(shelf.kept.size).toBe(3));
    const other = new Outbox(new Line(() => true), forgetful());
    await other.open(shelf, "somebody else");
    expect(other.list()).toEqual([]);
    const after = new Outbox(new Line(() => true), forgetful());
    await after.open(shelf, "me");
    expect(after.list()).toHaveLength(3);
    expect(after.takeLeft().map(({ id }) => id)).toEqual(ids);
    expect(after.takeLeft()).toEqual([]);
  });

  it("is known in memory where the browser keeps nothing", async () => {
    // This environment has no database, as a private window may have none.
    const shelf = await openShelf<Waiting>();
    expect([shelf.lasting, await shelf.all()]).toEqual([false, []]);
    const outbox = new Outbox(offline(), shelf);
    outbox.add(deal());
    expect([outbox.lasting, outbox.isWaiting]).toEqual([false, true]);
  });

  it("belongs to whom the first token names, also what was added before there was one", async () => {
    const shelf = shelfOf();
    const before = new Outbox(offline(), shelf, "t/me");
    const { id: left } = before.add(deal(1));
    const outbox = new Outbox(new Line(() => true), forgetful());
    const { id: early } = outbox.add(deal(2));
    const tokens = [Promise.reject(new Error("no token")), Promise.resolve(`x.${btoa(JSON.stringify({ tid: "t", oid: "me" }))}.y`)];
    const token = opening(outbox, () => tokens.shift() ?? Promise.reject(new Error("once too often")), () => Promise.resolve(shelf));
    await expect(token()).rejects.toThrow("no token");
    expect(outbox.lasting).toBe(false);
    await token();
    await vi.waitFor(() => expect(shelf.kept.get(early)?.who).toBe("t/me"));
    expect(outbox.takeLeft().map(({ id }) => id)).toEqual([left]);
    // Whatever becomes of it later, it stays theirs.
    outbox.refuse(early, "too late");
    await vi.waitFor(() => expect(shelf.kept.get(early)).toMatchObject({ who: "t/me", refused: "too late" }));
  });

  it("belongs to whom the token names", () => {
    const part = btoa(JSON.stringify({ tid: "t", oid: "ö?>" })).replaceAll("+", "-").replaceAll("/", "_");
    expect(whoseToken(`x.${part}.y`)).toBe("t/ö?>");
    expect(["", "token", "a.b.c", `x.${btoa("{}")}.y`].map(whoseToken)).toEqual(["", "", "", ""]);
  });
});
