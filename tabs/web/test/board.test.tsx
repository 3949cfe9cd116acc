import { render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app";
import { OutsideTeams } from "../src/host/host";
import { board, emptyBoard } from "./fixtures";
import { hostOf, playApi } from "./play";

describe("the board", () => {
  it("shows stages, sums and cards, and tells Teams that it is there", async () => {
    playApi();
    const host = hostOf();
    render(<App host={host} />);
    const column = await screen.findByRole("listitem", { name: "Qualified" });
    expect(within(column).getByText("€2,400 weighted")).toBeDefined();
    expect(within(column).getByRole("button", { name: "Tech Innovators Inc." })).toBeDefined();
    expect(within(column).getByText("Feb 23, 2027")).toBeDefined();
    await waitFor(() => expect(host.reportReady).toHaveBeenCalled());
  });

  it("says how to begin when there is nothing yet", async () => {
    playApi({ board: emptyBoard() });
    render(<App host={hostOf()} />);
    expect(await screen.findByText("Your pipeline starts in the chat")).toBeDefined();
    expect(screen.getByText(/^new lead /)).toBeDefined();
  });

  it("offers another try when it cannot be loaded", async () => {
    const answers = { "GET /board": () => Response.json({ code: "refused", message: "Not today" }, { status: 403 }) };
    playApi({ answers });
    render(<App host={hostOf()} />);
    expect(await screen.findByText("Not today")).toBeDefined();
    playApi();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("listitem", { name: "Won" })).toBeDefined();
  });

  it("keeps what it shows where more of it cannot be had, and offers another try", async () => {
    const full = board();
    const first = full.columns[0];
    if (first) first.count += 70;
    let asked = 0;
    const refused = () => Response.json({ code: "refused", message: "Not today" }, { status: 403 });
    playApi({ answers: { "GET /board": () => (++asked === 2 ? refused() : Response.json(full)) } });
    render(<App host={hostOf()} />);
    await userEvent.click(await screen.findByRole("button", { name: "Show more" }));
    expect(await screen.findByRole("img", { name: /out of date/i })).toBeDefined();
    expect(screen.getByRole("button", { name: "Tech Innovators Inc." })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Show more" }));
    await waitFor(() => expect(screen.queryByRole("img", { name: /out of date/i })).toBeNull());
    expect(asked).toBe(3);
  });

  it("names a record that cannot be read by its number", async () => {
    playApi();
    render(<App host={hostOf({ subPage: "opportunity/104" })} />);
    expect(await screen.findByRole("heading", { name: "Opportunity #104" })).toBeDefined();
  });

  it("lets viewers look only", async () => {
    playApi({ role: "viewer" });
    render(<App host={hostOf()} />);
    expect(await screen.findByRole("listitem", { name: "Won" })).toBeDefined();
    expect(screen.queryByRole("button", { name: /Move/ })).toBeNull();
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("says where to go outside of Teams", async () => {
    playApi();
    render(<App host={hostOf({ getToken: () => Promise.reject(new OutsideTeams("")) })} />);
    expect(await screen.findByText("Open Leadline in Microsoft Teams")).toBeDefined();
  });
});
