import { render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { App } from "../src/app";
import { board } from "./fixtures";
import { hostOf, playApi, type Sent } from "./play";

const moves = (sent: Sent[]) => sent.filter(({ method }) => method === "POST");

async function chooseStage(stage: string) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Move Tech Innovators Inc." }));
  await user.click(await screen.findByRole("menuitem", { name: stage }));
  return user;
}

describe("following", () => {
  const record = (followers: object[]) => ({
    number: 104,
    kind: "opportunity",
    name: "Contoso",
    version: 1,
    created_at: "2026-11-23T10:00:00Z",
    participants: [{ contact: { number: 7, name: "Anna Roth" }, role: "decision_maker" }],
    followers,
  });
  const answers = (followers: object[]) => ({
    "GET /opportunities/104": () => Response.json(record(followers)),
    "GET /opportunities/104/timeline": () => Response.json({ items: [], next: null }),
    "POST /opportunities/104/followers": () => Response.json(record([{ id: 1, name: "Alex" }])),
    "DELETE /opportunities/104/followers": () => Response.json(record([])),
  });

  it.each([
    [[], "false", "POST"],
    [[{ id: 1, name: "Alex" }], "true", "DELETE"],
  ])("with followers %j is one press", async (followers, pressed, method) => {
    const sent = playApi({ answers: answers(followers) });
    render(<App host={hostOf({ subPage: "opportunity/104" })} />);
    const button = await screen.findByRole("button", { name: "Follow" });
    expect(button.getAttribute("aria-pressed")).toBe(pressed);
    expect(screen.getByText("Decision maker")).toBeDefined();
    await userEvent.click(button);
    await waitFor(() =>
      expect(sent.filter(({ path }) => path.endsWith("/followers"))).toEqual([
        { method, path: "/opportunities/104/followers", body: {} },
      ]),
    );
  });

  it("is not offered to viewers", async () => {
    playApi({ role: "viewer", answers: answers([]) });
    render(<App host={hostOf({ subPage: "opportunity/104" })} />);
    expect(await screen.findByText("Anna Roth")).toBeDefined();
    expect(screen.queryByRole("button", { name: "Follow" })).toBeNull();
  });
});

describe("moving", () => {
  it("sends the stage with the version on screen and offers to undo it", async () => {
    const moved = { number: 104, name: "Tech Innovators Inc.", version: 4 };
    const answers = { "POST /opportunities/104/move": () => Response.json(moved) };
    const sent = playApi({ answers });
    render(<App host={hostOf()} />);
    const user = await chooseStage("Won");
    const notice = await screen.findByText("Tech Innovators Inc. moved to Won");
    expect(moves(sent)[0]?.body).toEqual({ version: 3, stage: "won" });
    const toast = notice.closest<HTMLElement>(".fui-Toast") ?? document.body;
    await user.click(within(toast).getByRole("button", { name: "Undo" }));
    expect(await screen.findByText("Your last change was undone")).toBeDefined();
    // Only what the toast names, or nothing.
    expect(moves(sent).at(-1)).toEqual({ method: "POST", path: "/undo", body: { number: 104, version: 4 } });
  });

  it("tells who was faster, and takes the card back", async () => {
    const latest = { sequence: 9, event: "OpportunityWon", actor: { id: 2, name: "Priya" }, before: {}, after: {} };
    playApi({
      answers: {
        "POST /opportunities/104/move": () => Response.json({ code: "changed_meanwhile", message: "x" }, { status: 409 }),
        "GET /opportunities/104/timeline": () => Response.json({ items: [latest], next: null }),
      },
    });
    render(<App host={hostOf()} />);
    await chooseStage("Won");
    expect(await screen.findByText("Tech Innovators Inc. has changed meanwhile")).toBeDefined();
    expect(screen.getByText("Priya: Opportunity won. The board is up to date again.")).toBeDefined();
    const column = screen.getByRole("listitem", { name: "Qualified" });
    expect(within(column).getByRole("button", { name: "Tech Innovators Inc." })).toBeDefined();
  });

  it("asks for the reason of a loss and shows what is wrong with it at its field", async () => {
    let tries = 0;
    const refusal = { code: "invalid_input", message: "", fields: { note: "Say more" } };
    const answers = {
      "POST /opportunities/104/move": () =>
        ++tries === 1 ? Response.json(refusal, { status: 422 }) : Response.json({ number: 104 }),
    };
    const sent = playApi({ answers });
    render(<App host={hostOf()} />);
    const user = await chooseStage("Lost");
    // By their texts: without a layout the dialog never becomes the active one and its parts have no roles.
    const confirm = await screen.findByText("Close as lost");
    expect(screen.getByText("Why is Tech Innovators Inc. lost?")).toBeDefined();
    await user.click(confirm);
    expect(screen.getByText("Please choose a reason.")).toBeDefined();
    expect(moves(sent)).toEqual([]);
    await user.click(await screen.findByLabelText("Price"));
    await user.click(confirm);
    expect(await screen.findByText("Say more")).toBeDefined();
    await user.type(screen.getByLabelText("Note"), "Too dear");
    await user.click(confirm);
    await waitFor(() => expect(screen.queryByText("Close as lost")).toBeNull());
    expect(moves(sent).at(-1)?.body).toMatchObject({ stage: "lost", reason: "price", note: "Too dear" });
  });

  it("keeps what was typed when the host fails or somebody was faster", async () => {
    const current = { number: 104, kind: "opportunity", name: "Tech Innovators Inc.", status: "open", version: 4 };
    const outcomes = [
      () => Response.json({ code: "crash", message: "Ours" }, { status: 500 }),
      () => Response.json({ code: "changed_meanwhile", message: "Changed", current }, { status: 409 }),
      () => Response.json({ number: 104 }),
    ];
    const sent = playApi({ answers: { "POST /opportunities/104/move": () => outcomes.shift()?.() ?? Response.error() } });
    render(<App host={hostOf()} />);
    const user = await chooseStage("Lost");
    const confirm = await screen.findByText("Close as lost");
    await user.click(await screen.findByLabelText("Price"));
    await user.type(screen.getByLabelText("Note"), "Too dear");
    await user.click(confirm);
    expect(await screen.findByText("Ours")).toBeDefined();
    await user.click(screen.getByText("Close as lost"));
    expect(await screen.findByText("Tech Innovators Inc. has changed meanwhile")).toBeDefined();
    await user.click(screen.getByText("Close as lost"));
    await waitFor(() => expect(screen.queryByText("Close as lost")).toBeNull());
    expect(moves(sent)).toHaveLength(3);
    expect(moves(sent).at(-1)?.body).toEqual({ version: 4, stage: "lost", reason: "price", note: "Too dear" });
  });

  it("offers another try where the reasons of a loss cannot be had", async () => {
    const reasons = { lost_reason: [{ key: "price", name: "Price" }], lead_source: [], disqualify_reason: [] };
    let tries = 0;
    const choices = () =>
      ++tries === 1 ? Response.json({ code: "refused", message: "Not now" }, { status: 403 }) : Response.json(reasons);
    playApi({ answers: { "GET /choices": choices } });
    render(<App host={hostOf()} />);
    const user = await chooseStage("Lost");
    await user.click(await screen.findByText("Try again"));
    expect(await screen.findByLabelText("Price")).toBeDefined();
  });

  it("asks for only what a stage lacks, and sends it with the move", async () => {
    let tries = 0;
    const refusals = [
      { code: "fields_missing", message: "", fields: { amount: "Please fill this in.", close_date: "Please fill this in." } },
      { code: "invalid_input", message: "", fields: { amount: "No amount" } },
      { code: "invalid_input", message: "", fields: { close_date: "Too late" } },
    ];
    const answers = {
      "POST /opportunities/104/move": () =>
        tries < refusals.length ? Response.json(refusals[tries++], { status: 422 }) : Response.json({ number: 104 }),
    };
    const sent = playApi({ answers });
    render(<App host={hostOf()} />);
    const user = await chooseStage("Won");
    const confirm = await screen.findByText("Save and move");
    expect(screen.getByText("What Tech Innovators Inc. still needs for Won")).toBeDefined();
    expect(screen.queryByLabelText(/Contact/)).toBeNull();
    await user.click(confirm);
    expect(screen.getAllByText("Please fill this in.")).toHaveLength(2);
    expect(moves(sent)).toHaveLength(1);
    await user.type(screen.getByLabelText(/^Amount/), "lots");
    await user.type(screen.getByLabelText(/^Close date/), "2030-01-31");
    await user.click(confirm);
    expect(await screen.findByText("No amount")).toBeDefined();
    await user.clear(screen.getByLabelText(/^Amount/));
    await user.type(screen.getByLabelText(/^Amount/), "12,000.50");
    await user.click(confirm);
    expect(await screen.findByText("Too late")).toBeDefined();
    await user.click(confirm);
    await waitFor(() => expect(screen.queryByText("Save and move")).toBeNull());
    const fields = { amount: "12,000.50", close_date: "2030-01-31" };
    expect(moves(sent).at(-1)?.body).toEqual({ version: 3, stage: "won", fields });
    expect(await screen.findByText("Tech Innovators Inc. moved to Won")).toBeDefined();
  });

  it("knows a card as its own move left it, and offers to undo only the newest", async () => {
    const moved = { number: 104, kind: "opportunity", name: "Tech Innovators Inc.", version: 4 };
    const sent = playApi({
      answers: {
        "POST /opportunities/104/move": () => Response.json(moved),
        "POST /opportunities/104/reopen": () => Response.json({ ...moved, version: 5 }),
      },
    });
    render(<App host={hostOf()} />);
    await screen.findByRole("listitem", { name: "Qualified" });
    // Nothing is read again meanwhile, as on a slow line.
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (url: string, init?: RequestInit) =>
      init?.method === "POST" ? fetch(url, init) : new Promise(() => undefined),
    );
    const user = await chooseStage("Won");
    await screen.findByText("Tech Innovators Inc. moved to Won");
    await user.click(screen.getByRole("button", { name: "Move Tech Innovators Inc." }));
    await user.click(await screen.findByRole("menuitem", { name: "Reopen" }));
    await screen.findByText("Tech Innovators Inc. is open again");
    expect(moves(sent).map(({ body }) => (body as { version: number }).version)).toEqual([3, 4]);
    await waitFor(() => expect(screen.queryByText("Tech Innovators Inc. moved to Won")).toBeNull());
  });

  it("takes back only the card that was refused, and the focus with it", async () => {
    const refuse: (() => void)[] = [];
    playApi({ answers: { "POST /opportunities/103/move": () => Response.json({ number: 103, version: 2 }) } });
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (url: string, init?: RequestInit) => {
      if (!url.endsWith("/104/move")) return init?.method === "POST" || refuse.length === 0 ? fetch(url, init) : new Promise(() => undefined);
      return new Promise((resolve) => {
        refuse.push(() => resolve(Response.json({ code: "refused", message: "Not today" }, { status: 403 })));
      });
    });
    render(<App host={hostOf()} />);
    const user = await chooseStage("Won");
    await user.click(screen.getByRole("button", { name: "Move Fabrikam" }));
    await user.click(await screen.findByRole("menuitem", { name: "Won" }));
    await screen.findByText("Fabrikam moved to Won");
    const won = screen.getByRole("listitem", { name: "Won" });
    within(won).getByRole("button", { name: "Tech Innovators Inc." }).focus();
    refuse[0]?.();
    await screen.findByText("Not today");
    const qualified = screen.getByRole("listitem", { name: "Qualified" });
    expect(within(qualified).getByRole("button", { name: "Tech Innovators Inc." })).toBe(document.activeElement);
    expect(within(won).getByRole("button", { name: "Fabrikam" })).toBeDefined();
  });

  /** Answers of moves are held back until they are given, in order. */
  function holdMoves(sent: Sent[]) {
    const waiting: ((answer: Response) => void)[] = [];
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (url: string, init?: RequestInit) => {
      const answer = fetch(url, init);
      return url.endsWith("/move") ? new Promise((resolve) => waiting.push(resolve)) : answer;
    });
    return async (answer: Response) => {
      await waitFor(() => expect(waiting).not.toEqual([]));
      waiting.shift()?.(answer);
      return moves(sent);
    };
  }

  it("sends a second move of a card once the first is answered, for the version that it led to", async () => {
    const sent = playApi({ answers: { "POST /opportunities/104/move": () => Response.json({}) } });
    render(<App host={hostOf()} />);
    await screen.findByRole("listitem", { name: "Qualified" });
    const answer = holdMoves(sent);
    const user = await chooseStage("Won");
    await user.click(screen.getByRole("button", { name: "Move Tech Innovators Inc." }));
    await user.click(await screen.findByRole("menuitem", { name: "Reopen" }));
    // An undo meanwhile is about both, so it looks for what it would take back once they are answered.
    await user.click(within(screen.getByRole("toolbar")).getByRole("button", { name: "Undo" }));
    expect(moves(sent)).toHaveLength(1);
    await answer(Response.json({ number: 104, version: 4 }));
    await waitFor(() => expect(sent.some(({ path }) => path === "/undo")).toBe(true));
    const asked = sent.filter(({ method, path }) => method === "POST" || path === "/undo");
    expect(asked.map(({ method, path, body }) => [method, path, (body as { version?: number } | null)?.version])).toEqual([
      ["POST", "/opportunities/104/move", 3],
      ["POST", "/opportunities/104/reopen", 4],
      ["GET", "/undo", undefined],
    ]);
  });

  it("asks for the same move once only, where the card waits for the answer", async () => {
    const columns = board().columns.map((column) => ({ ...column, stage: { ...column.stage, required: ["need"] as const } }));
    const sent = playApi({ board: { ...board(), columns } });
    const answer = holdMoves(sent);
    render(<App host={hostOf()} />);
    await chooseStage("Won");
    await chooseStage("Won");
    await answer(Response.json({ number: 104, version: 4 }));
    await screen.findByText("Tech Innovators Inc. moved to Won");
    expect(moves(sent)).toHaveLength(1);
  });

  it("reopens what is closed instead of moving it", async () => {
    const sent = playApi({ answers: { "POST /opportunities/105/reopen": () => Response.json({ number: 105 }) } });
    render(<App host={hostOf()} />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Move Contoso" }));
    await user.click(await screen.findByRole("menuitem", { name: "Reopen" }));
    expect(await screen.findByText("Contoso is open again")).toBeDefined();
    expect(moves(sent)[0]).toMatchObject({ path: "/opportunities/105/reopen", body: { version: 9 } });
  });
});
