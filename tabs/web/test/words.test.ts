import { describe, expect, it } from "vitest";
import { describeChanges, eventName, say, type Words } from "../src/words/words";
import { createFormats } from "../src/strings/formats";
import { stages } from "./fixtures";

const words: Words = {
  formats: createFormats("en-US"),
  stages,
  members: [{ id: 7, name: "Priya Nair" }],
  choices: { lead_source: [{ key: "fair", name: "Hannover fair" }], lost_reason: [], disqualify_reason: [] },
  lists: { status: "status", source: "lead_source", type: "activity" },
  own: { own_region: "Region" },
};

describe("a value", () => {
  it.each([
    ["stage", 1, "Qualified"],
    ["stage", "won", "Won"],
    ["stage", "negotiation", "Negotiation"],
    ["stage", 99, null],
    ["owner", 7, "Priya Nair"],
    ["owner", 8, null],
    ["owner", { id: 9, name: "Alex" }, "Alex"],
    ["organization", { number: 4, name: "Contoso" }, "Contoso"],
    ["organization", 4, "#4"],
    ["amount", { amount: "12000.00", currency: "EUR" }, "€12,000"],
    ["close_date", "2027-02-23", "Feb 23, 2027"],
    ["source", "fair", "Hannover fair"],
    ["source", "website", "Website"],
    ["source", "removed_choice", "Removed choice"],
    ["status", "open", "Open"],
    ["type", "call", "Call"],
    ["due", "2027-02-23", "Feb 23, 2027"],
    ["about", { number: 4, name: "Contoso", kind: "lead" }, "Contoso"],
    ["size", 1200, "1,200"],
    ["need", "A tool", "A tool"],
    ["need", "", null],
    ["participants", [{ contact: { number: 4, name: "Anna" }, role: "cfo" }, { contact: { number: 5, name: "Ben" }, role: "" }], "Anna (CFO), Ben"],
    ["participants", [], null],
    ["followers", [{ id: 7, name: "Priya" }], "Priya"],
    ["need", null, null],
    ["conversion", {}, null],
    [
      "conversion",
      { created: { opportunity: 4, contact: 3 }, used: { organization: 2 }, skipped: [], filled: {}, kept: [] },
      "Created: Opportunity #4, Contact #3; Used: Organization #2",
    ],
    ["conversion", { skipped: ["opportunity"] }, "Left out: Opportunity"],
  ])("of %s %j reads %s", (field, value, text) => expect(say(field, value, words)).toBe(text));
});

describe("a change", () => {
  it("tells of lists only what is new and what is gone", () => {
    const anna = { contact: { number: 4, name: "Anna" }, role: "decision_maker" };
    const ben = { contact: { number: 5, name: "Ben" }, role: "Sponsor" };
    const [added] = describeChanges({ before: { participants: [anna] }, after: { participants: [anna, ben] }, about: "" }, words);
    expect(added).toMatchObject({ before: null, after: "Ben (Sponsor)" });
    const [gone] = describeChanges({ before: { participants: [anna] }, after: { participants: [] }, about: "" }, words);
    expect(gone).toMatchObject({ before: "Anna (Decision maker)", after: null });
  });

  it("tells a new activity by its name once", () => {
    const after = { name: "Call Sarah", about: 4, type: "call" };
    const changes = describeChanges({ before: {}, after, about: "Call Sarah" }, words);
    expect(changes.map((change) => change.field)).toEqual(["type"]);
    const renamed = describeChanges({ before: { name: "Call" }, after: { name: "Call Sarah" }, about: "Call Sarah" }, words);
    expect(renamed.map((change) => change.field)).toEqual(["name"]);
  });

  it("tells of a field of the workspace as it is called there", () => {
    const changes = describeChanges({ before: { own_region: "North" }, after: { own_region: "South" }, about: "" }, words);
    expect(changes).toEqual([{ field: "own_region", label: "Region", before: "North", after: "South" }]);
  });

  it("tells what was and what is, in the reader's words", () => {
    const changes = describeChanges({ before: { stage: 1, amount: null }, after: { stage: 5, amount: null }, about: "" }, words);
    expect(changes).toEqual([{ field: "stage", label: "Stage", before: "Qualified", after: "Won" }]);
  });

  it("tells a day without a time that nobody knows", () => {
    const after = { done_at: "2027-02-23T11:00:00Z", done_on: "2027-02-23" };
    const before = { done_at: "2027-02-24T09:30:00Z", done_on: null };
    const changes = describeChanges({ before, after, about: "" }, words);
    expect(changes.map((change) => [change.field, change.after])).toEqual([["done_at", "Feb 23, 2027"]]);
  });

  it("keeps book-keeping and unknown fields to itself", () => {
    const after = { left_stage: 1, closed_at: "2026-11-23T12:00:00Z", secret_key: "x", name: "Contoso" };
    expect(describeChanges({ before: {}, after, about: "" }, words).map((change) => change.field)).toEqual(["name"]);
  });
});

describe("an event", () => {
  it("has a name, also one that the tab does not know yet", () => {
    expect(eventName("LeadQualified")).toBe("Lead qualified");
    expect(eventName("SomethingNew")).toBe("Changed");
  });
});
