import { describe, expect, it } from "vitest";
import { ApiError, Unreachable } from "../src/api/client";
import { Queue } from "../src/moves/queue";

const deal = { number: 104, version: 3 };
const conflict = new ApiError(409, "changed_meanwhile", "");

/** A change that is answered when the test says so, and notes the version that it was sent with. */
function hold() {
  let resolve: (record: { version: number }) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<{ version: number }>((...both) => ([resolve, reject] = both));
  const sent: number[] = [];
  const change = (version: number) => {
    sent.push(version);
    return promise;
  };
  return { change, sent, answer: (version: number) => resolve({ version }), refuse: (reason: Error) => reject(reason) };
}

describe("the changes of one record", () => {
  it("go one after another, each for what the one before led to", async () => {
    const queue = new Queue();
    const [first, second] = [hold(), hold()];
    const results = [queue.add(deal, first.change), queue.add(deal, second.change)];
    await Promise.resolve();
    expect([first.sent, second.sent]).toEqual([[3], []]);
    expect(queue.isBusy(104)).toBe(true);
    first.answer(4);
    second.answer(5);
    await Promise.all(results);
    expect(second.sent).toEqual([4]);
    expect(queue.isBusy(104)).toBe(false);
    // Asked for while the first was on its way, in a dialog for example.
    const later = hold();
    later.answer(6);
    await queue.add(deal, later.change);
    expect(later.sent).toEqual([5]);
  });

  it("do not hold up those of others, nor what is newer on screen", async () => {
    const queue = new Queue();
    const [first, other] = [hold(), hold()];
    const result = queue.add(deal, first.change);
    other.answer(2);
    await queue.add({ number: 103, version: 1 }, other.change);
    first.answer(4);
    await result;
    const seen = hold();
    seen.answer(10);
    await queue.add({ number: 104, version: 9 }, seen.change);
    expect(seen.sent).toEqual([9]);
  });

  it("are dropped after somebody else's, until that was seen", async () => {
    const queue = new Queue();
    const [first, second, third] = [hold(), hold(), hold()];
    const results = [first, second, third].map(({ change }) => queue.add(deal, change));
    first.refuse(conflict);
    const outcomes = await Promise.allSettled(results);
    expect(outcomes.map((one) => one.status === "rejected" && (one.reason as Error).name)).toEqual([
      "ApiError",
      "Dropped",
      "Dropped",
    ]);
    expect([...second.sent, ...third.sent]).toEqual([]);
    await queue.settle();
    const again = hold();
    again.answer(8);
    await expect(queue.add({ number: 104, version: 7 }, again.change)).resolves.toEqual({ version: 8 });
  });

  it.each([new Unreachable(), new ApiError(422, "fields_missing", "")])("go on after %s", async (refusal) => {
    const queue = new Queue();
    const [first, second] = [hold(), hold()];
    const results = [queue.add(deal, first.change), queue.add(deal, second.change)];
    first.refuse(refusal);
    second.answer(4);
    await expect(results[0]).rejects.toBe(refusal);
    await expect(results[1]).resolves.toEqual({ version: 4 });
    expect(second.sent).toEqual([3]);
  });

  it("are waited for, however they end", async () => {
    const queue = new Queue();
    const first = hold();
    const result = queue.add(deal, first.change);
    let settled = false;
    const settling = queue.settle().then(() => (settled = true));
    await new Promise((resolve) => setTimeout(resolve));
    expect(settled).toBe(false);
    first.refuse(conflict);
    await expect(result).rejects.toBe(conflict);
    await settling;
    expect(settled).toBe(true);
  });
});
