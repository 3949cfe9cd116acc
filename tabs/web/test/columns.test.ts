import { describe, expect, it } from "vitest";
import { findCard, moveCard, sumByCurrency, summarize } from "../src/moves/columns";
import { board } from "./fixtures";

describe("moving a card", () => {
  it("takes it from its column and sorts it into the other", () => {
    const moved = moveCard(board(), 104, "won");
    const [qualified, won] = [moved.columns[0], moved.columns[1]];
    expect(qualified?.cards.map((card) => card.number)).toEqual([103]);
    expect(qualified?.count).toBe(1);
    expect(won?.cards.map((card) => card.number)).toEqual([105, 104]);
    expect(won?.count).toBe(2);
    expect(findCard(moved, 104)?.stage).toBe("won");
  });

  it("leaves the board as it is for a card that is not there, or there already", () => {
    const before = board();
    expect(moveCard(before, 999, "won")).toBe(before);
    expect(moveCard(before, 105, "won")).toBe(before);
  });
});

describe("sums", () => {
  it("add exactly, one for each currency", () => {
    const sums = sumByCurrency([
      { amount: "0.10", currency: "USD" },
      { amount: "0.20", currency: "USD" },
      { amount: "-5.5", currency: "EUR" },
      { amount: "9007199254740993", currency: "EUR" },
    ]);
    expect(sums).toEqual([
      { amount: "9007199254740987.50", currency: "EUR" },
      { amount: "0.30", currency: "USD" },
    ]);
  });

  it("of the board leave out what is won or lost", () => {
    expect(summarize(board())).toEqual({
      count: 2,
      totals: [{ amount: "12000.00", currency: "EUR" }],
      weighted: [{ amount: "2400.00", currency: "EUR" }],
    });
  });
});
