import { render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app";
import { hostOf, playApi } from "./play";

const captured = {
  sequence: 7,
  event: "OpportunityCaptured",
  kind: "opportunity",
  number: 104,
  actor: { id: 1, name: "Alex" },
  at: "2026-11-23T10:00:00Z",
  source: "tab",
  before: {},
  after: { name: "Contoso" },
};
const moved = { ...captured, event: "OpportunityMoved", before: { stage: "qualified" }, after: { stage: "won" } };
const contoso = { number: 104, name: "Contoso" };

async function pressUndo() {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  return user;
}

const undos = (sent: { method: string; path: string; body: unknown }[]) =>
  sent.filter(({ method, path }) => method === "POST" && path === "/undo").map(({ body }) => body);

describe("Undo", () => {
  it("names record and change, and takes back nothing before it is told to", async () => {
    const undo = { change: 7, entries: [moved], records: [contoso], removes: [] };
    const sent = playApi({ answers: { "GET /undo": () => Response.json({ undo }) } });
    render(<App host={hostOf()} />);
    const user = await pressUndo();
    expect(await screen.findByText("Stage changed: Contoso (#104)")).toBeDefined();
    expect(undos(sent)).toEqual([]);
    await user.click(screen.getByText("Cancel"));
    await waitFor(() => expect(screen.queryByText("Undo this change?")).toBeNull());
    expect(undos(sent)).toEqual([]);
    await pressUndo();
    await screen.findByText("Stage changed: Contoso (#104)");
    // By its type: without a layout the dialog never becomes the active one and its parts have no roles.
    await user.click(document.querySelector("[type=submit]") ?? document.body);
    expect(await screen.findByText("Stage changed: Contoso (#104)", { selector: ".fui-ToastBody" })).toBeDefined();
    expect(undos(sent)).toEqual([{ change: 7, remove: false }]);
  });

  it("asks for a removal as such", async () => {
    const undo = { change: 7, entries: [captured], records: [contoso], removes: [contoso] };
    const sent = playApi({ answers: { "GET /undo": () => Response.json({ undo }) } });
    render(<App host={hostOf()} />);
    const user = await pressUndo();
    expect(await screen.findByText("This removes Contoso (#104).")).toBeDefined();
    await user.click(screen.getByText("Undo and remove"));
    await waitFor(() => expect(undos(sent)).toEqual([{ change: 7, remove: true }]));
  });

  it("says when there is nothing more", async () => {
    const sent = playApi();
    render(<App host={hostOf()} />);
    await pressUndo();
    expect(await screen.findByText("Nothing more to undo")).toBeDefined();
    expect(undos(sent)).toEqual([]);
  });
});
