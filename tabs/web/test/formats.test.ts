import { describe, expect, it } from "vitest";
import { createFormats, isPast } from "../src/strings/formats";

const plain = (text: string) => text.replaceAll(/\s/g, " ");
const german = createFormats("de-DE");
const english = createFormats("en-US");

describe("money", () => {
  it("is written as the reader does, without empty cents", () => {
    expect(plain(german.money({ amount: "12000.00", currency: "EUR" }))).toBe("12.000 €");
    expect(plain(english.money({ amount: "12000.50", currency: "USD" }))).toBe("$12,000.50");
  });

  it("keeps amounts exactly that a float cannot hold", () => {
    expect(english.money({ amount: "9007199254740993.01", currency: "USD" })).toBe("$9,007,199,254,740,993.01");
  });

  it("of several currencies is never mixed", () => {
    const sums = [
      { amount: "1.60", currency: "EUR" },
      { amount: "2", currency: "USD" },
    ];
    expect(english.moneys(sums)).toBe("€1.60 + $2");
    expect(english.estimates(sums)).toBe("€2 + $2");
  });
});

describe("time", () => {
  const now = new Date("2026-11-23T12:00:00Z");

  it("of a calendar day is that day everywhere", () => {
    expect(english.day("2027-02-23")).toBe("Feb 23, 2027");
    expect(german.day("2027-02-23")).toBe("23.02.2027");
  });

  it.each([
    ["2026-11-23T11:59:30Z", "now"],
    ["2026-11-23T12:00:20Z", "now"],
    ["2026-11-23T11:57:00Z", "3 minutes ago"],
    ["2026-11-23T02:00:00Z", "10 hours ago"],
    ["2026-11-22T11:00:00Z", "yesterday"],
    ["2026-11-01T12:00:00Z", "Nov 1, 2026"],
  ])("%s reads %s", (instant, text) => expect(english.ago(instant, now)).toBe(text));

  it.each([
    [[22, 8], "yesterday"],
    [[21, 10], "2 days ago"],
    [[17, 12], "6 days ago"],
  ])("counts days as the calendar does: %j", ([day, hour], text) => {
    const morning = new Date(2026, 10, 23, 9);
    expect(english.ago(new Date(2026, 10, day ?? 0, hour).toISOString(), morning)).toBe(text);
  });

  it("is past from the day after", () => {
    const noon = new Date(2026, 10, 23, 12);
    expect(isPast("2026-11-22", noon)).toBe(true);
    expect(isPast("2026-11-23", noon)).toBe(false);
    expect(isPast(null, noon)).toBe(false);
  });
});
