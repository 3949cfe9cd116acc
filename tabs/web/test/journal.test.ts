import { describe, expect, it } from "vitest";
import type { Board, Patch, Change, BareCard } from "../src/api/types";
import { findCard, isShort, moveCard, patchBoard } from "../src/moves/columns";
import { Journal } from "../src/live/journal";
import { board, card as anyCard } from "./fixtures";

const LIMIT = 50;
const euros = (amount: string) => ({ amount, currency: "EUR" });

function patch(sequence: number, changes: Partial<Patch> = {}): Patch {
  return { sequence, cards: [], gone: [], columns: [], ...changes };
}

function change(sequence: number, told?: Patch | null): Change {
  const base = { sequence, event: "OpportunityMoved", kind: "opportunity", number: 1 } as const;
  return told === undefined ? base : { ...base, board: told };
}

const card = (number: number, stage: string, version = 1): BareCard => anyCard({ number, version, stage });
const numbers = (shown: Board, stage: string) =>
  shown.columns.find((column) => column.stage.key === stage)?.cards.map(({ number }) => number);

describe("a board that is told what changed", () => {
  it("moves, renews, adds and removes cards, with the figures that come with them", () => {
    const figures = { stage: "won", count: 3, totals: [euros("9.00")], weighted: [euros("9.00")] };
    const told = patch(5, { cards: [card(104, "won", 4), card(200, "won")], gone: [103], columns: [figures] });
    const shown = patchBoard(board(), told, LIMIT);
    expect([numbers(shown, "qualified"), numbers(shown, "won")]).toEqual([[], [200, 105, 104]]);
    expect(findCard(shown, 104)?.version).toBe(4);
    expect(shown.columns[1]).toMatchObject({ count: 3, totals: [euros("9.00")] });
    expect(shown.columns[0]).toMatchObject({ count: 2, totals: [euros("12000.00")] });
  });

  it("is the same object where nothing of it changed, so that nothing is drawn anew", () => {
    const before = { ...board(), sequence: 7 };
    expect(patchBoard(before, patch(7, { gone: [104] }), LIMIT)).toBe(before);
    const after = patchBoard(before, patch(8, { cards: [card(104, "won")] }), LIMIT);
    expect(after.columns[2]).toBe(before.columns[2]);
    expect(patchBoard(before, patch(8, { gone: [999] }), LIMIT)).toBe(before);
  });

  it("takes no card below its last one where it does not know what lies between", () => {
    const before = board();
    const [first] = before.columns;
    if (first) first.count = 80;
    const shown = patchBoard(before, patch(1, { cards: [card(50, "qualified"), card(300, "qualified")] }), LIMIT);
    expect(numbers(shown, "qualified")).toEqual([300, 104, 103]);
    expect(numbers(patchBoard(before, patch(1, { cards: [card(300, "qualified")] }), 2), "qualified")).toEqual([300, 104]);
  });

  it("is read anew where too many cards are missed", () => {
    const before = board();
    const [first] = before.columns;
    if (first) first.count = 11;
    expect(isShort(before, LIMIT)).toBe(false);
    if (first) first.count = 12;
    expect(isShort(before, LIMIT)).toBe(true);
    if (first) [first.count, first.cards] = [1, []];
    expect(isShort(before, LIMIT)).toBe(true);
  });

  it("has right sums while a card is on its way", () => {
    const moved = moveCard(board(), 104, "won");
    expect(moved.columns[0]).toMatchObject({ count: 1, totals: [], weighted: [] });
    expect(moved.columns[1]).toMatchObject({ count: 2, totals: [euros("12500.00")], weighted: [euros("12500.00")] });
    expect(moveCard(moved, 104, "qualified").columns[0]).toMatchObject({ totals: [euros("12000.00")], weighted: [euros("2400.00")] });
  });
});

describe("the journal", () => {
  it("brings a board up to date that was read while changes came", () => {
    const journal = new Journal();
    journal.begin(10);
    journal.add(change(11, patch(11, { cards: [card(103, "won")] })));
    journal.add(change(12, patch(12, { gone: [105] })));
    const late = { ...board(), sequence: 11 };
    expect(journal.reaches(late)).toBe(true);
    const shown = journal.catchUp(late, LIMIT);
    expect([numbers(shown, "qualified"), numbers(shown, "won")]).toEqual([[104, 103], []]);
  });

  it("knows which boards it cannot bring up to date", () => {
    const journal = new Journal();
    const at = (sequence: number) => journal.reaches({ ...board(), sequence });
    expect(at(0)).toBe(true);
    journal.begin(10);
    expect([at(9), at(10)]).toEqual([false, true]);
    journal.add(change(14, null));
    expect([at(13), at(14)]).toEqual([false, true]);
  });

  it("goes on over a new connection, and starts over where the host has less than it told", () => {
    const journal = new Journal();
    expect(journal.begin(10)).toBe(false);
    journal.add(change(11, patch(11, { gone: [103] })));
    expect(journal.begin(11)).toBe(false);
    expect(journal.reaches({ ...board(), sequence: 10 })).toBe(true);
    expect(journal.begin(4)).toBe(true);
    expect(journal.catchUp({ ...board(), sequence: 4 }, LIMIT).columns).toEqual(board().columns);
  });

  it("keeps so many changes and no more", () => {
    const journal = new Journal();
    journal.begin(0);
    for (let sequence = 1; sequence <= 400; sequence += 1) journal.add(change(sequence, patch(sequence)));
    expect([99, 100].map((sequence) => journal.reaches({ ...board(), sequence }))).toEqual([false, true]);
  });
});
