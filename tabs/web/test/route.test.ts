import { describe, expect, it } from "vitest";
import { before, BOARD, opened, readSubPage, subPageOf } from "../src/router/route";

const lead = { kind: "lead", number: 7 } as const;
const deal = { kind: "opportunity", number: 104, name: "Fabrikam" } as const;

describe("a deep link", () => {
  it("leads to a record and back", () => {
    const place = { kind: "opportunity", number: 104 } as const;
    expect(readSubPage("opportunity/104")).toEqual({ beside: "record", place, trail: [] });
    expect(subPageOf(lead)).toBe("lead/7");
  });

  it.each([null, "", "deal-42", "opportunity/", "opportunity/1e3", "opportunity/104/edit", "../lead/1"])(
    "of another form (%s) leads to the board",
    (subPage) => expect(readSubPage(subPage)).toEqual(BOARD),
  );
});

describe("a record", () => {
  it("that is opened from another one leads back to it, and from there to the board", () => {
    const inner = opened(opened(BOARD, lead), deal);
    expect(inner).toEqual({ beside: "record", place: deal, trail: [lead] });
    expect(before(inner)).toEqual({ beside: "record", place: lead, trail: [] });
    expect(before(before(inner))).toEqual(BOARD);
  });

  it("that takes the place of the settings does not lead back to them", () => {
    expect(before(opened({ beside: "settings" }, lead))).toEqual(BOARD);
  });
});
