import { render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { App } from "../src/app";
import { stages, workspace } from "./fixtures";
import { hostOf, playApi, type Played, type Sent } from "./play";

describe("settings", () => {
  const framework = (key: string) => ({
    framework: key,
    name: key.toUpperCase(),
    questions: [
      { key: "budget", field: "budget", label: "Their budget", weight: 60 },
      { key: "metrics", field: "metrics", label: "Metrics", weight: 40 },
    ],
    frameworks: ["bant", "meddic"],
  });
  const answers = {
    "GET /framework": () => Response.json(framework("bant")),
    "PATCH /framework": () => Response.json(framework("meddic")),
    "GET /pipeline": () => Response.json({ id: 1, name: "", stages }),
    "PATCH /stages/1": () => Response.json({ ...stages[0], required: ["metrics"] }),
  };
  const changes = (sent: Sent[]) => sent.filter(({ method }) => method === "PATCH");

  async function openSettings(more: Played["answers"] = {}) {
    const sent = playApi({ role: "owner", answers: { ...answers, ...more } });
    render(<App host={hostOf()} />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    // By texts and labels: without a layout the drawer never becomes the active one and its parts have no roles.
    await screen.findByText("Stages");
    return { sent, user };
  }

  it.each(["member", "viewer"] as const)("tell a %s how it is and who may change it", async (role) => {
    playApi({ role, answers });
    render(<App host={hostOf()} />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    expect(await screen.findByText("Owners change this: Alex Weber.")).toBeDefined();
    expect(screen.getByText("Euro (EUR)")).toBeDefined();
    expect(screen.getByLabelText("Time zone")).toBeDefined();
    expect(screen.queryByText("Stages")).toBeNull();
    expect(screen.queryByLabelText("Currency")).toBeNull();
  });

  it("tell what makes somebody the owner where nobody is", async () => {
    const unowned = "Nobody owns this workspace yet: python -m app owner add";
    playApi({ role: "member", answers: { ...answers, "GET /workspace": () => Response.json({ ...workspace, owners: [], unowned }) } });
    render(<App host={hostOf()} />);
    await userEvent.setup().click(await screen.findByRole("button", { name: "Settings" }));
    expect(await screen.findByText(unowned)).toBeDefined();
    expect(screen.getByText("stay outside")).toBeDefined();
  });

  it("let an owner let guests in, told what that means", async () => {
    const { sent, user } = await openSettings({
      "PATCH /workspace": () => Response.json({ ...workspace, guests: true, version: 2 }),
    });
    await user.selectOptions(await screen.findByLabelText("Guests"), "may come in");
    expect(within(screen.getByLabelText("What changes and what stays")).getByText(/people of other organizations may come in/)).toBeDefined();
    await saveWorkspace(user);
    await waitFor(() => expect(changes(sent)).toMatchObject([{ path: "/workspace", body: { version: 1, guests: true } }]));
  });

  const saveStage = async (user: ReturnType<typeof userEvent.setup>) =>
    user.click(within(await screen.findByLabelText("Qualified", { selector: "form" })).getByText("Save"));

  const saveWorkspace = async (user: ReturnType<typeof userEvent.setup>) =>
    user.click(within(await screen.findByLabelText("Workspace", { selector: "form" })).getByText("Save"));

  it("tell before what another currency changes, and send nothing else", async () => {
    const { sent, user } = await openSettings({
      "PATCH /workspace": () => Response.json({ ...workspace, currency: "USD", version: 2 }),
    });
    await saveWorkspace(user);
    await user.selectOptions(screen.getByLabelText("Currency"), "USD");
    const told = screen.getByLabelText("What changes and what stays");
    expect(told.textContent).toContain("Currency: Euro (EUR) → US Dollar (USD)");
    expect(told.textContent).toContain("every stored amount keeps its currency");
    expect(changes(sent)).toEqual([]);
    await saveWorkspace(user);
    expect(await screen.findByText("Workspace saved")).toBeDefined();
    expect(changes(sent)).toEqual([{ method: "PATCH", path: "/workspace", body: { version: 1, currency: "USD" } }]);
  });

  it("set working days, holidays and days of one's own", async () => {
    const { sent, user } = await openSettings({ "PATCH /workspace": () => Response.json({ ...workspace, version: 2 }) });
    await user.click(await screen.findByLabelText("Friday"));
    await user.selectOptions(screen.getByLabelText("Public holidays"), "BY");
    await user.type(screen.getByLabelText("Own free days"), "2026-12-24");
    await user.click(screen.getByText("Add day"));
    expect(screen.getByLabelText("Remove December 24 (every year)")).toBeDefined();
    await saveWorkspace(user);
    await waitFor(() =>
      expect(changes(sent)[0]?.body).toEqual({
        version: 1,
        working_days: ["mon", "tue", "wed", "thu"],
        subdivision: "BY",
        free_days: ["12-24"],
      }),
    );
  });

  it("keep what was chosen where the server refuses it or somebody else was faster", async () => {
    const refusals = [
      Response.json({ code: "invalid_input", message: "No", fields: { currency: "Not this one." } }, { status: 422 }),
      Response.json({ code: "workspace_changed_meanwhile", message: "No" }, { status: 409 }),
    ];
    const { user } = await openSettings({ "PATCH /workspace": () => refusals.shift() ?? Response.json(workspace) });
    await user.selectOptions(await screen.findByLabelText("Currency"), "USD");
    await saveWorkspace(user);
    expect(await screen.findByText("Not this one.")).toBeDefined();
    await saveWorkspace(user);
    expect(await screen.findByText("Workspace was saved by somebody else meanwhile")).toBeDefined();
    expect(screen.getByLabelText<HTMLSelectElement>("Currency").value).toBe("USD");
  });

  it("set the reader's own time zone", async () => {
    const { sent, user } = await openSettings({ "PATCH /me": () => Response.json({}) });
    const own = within(screen.getByLabelText("You", { selector: "form" }));
    await user.selectOptions(own.getByLabelText("Time zone"), "America/New_York");
    await user.click(own.getByText("Save"));
    await waitFor(() =>
      expect(changes(sent)).toEqual([{ method: "PATCH", path: "/me", body: { time_zone: "America/New_York" } }]),
    );
  });

  it("choose the questions at once", async () => {
    const { sent, user } = await openSettings();
    expect(screen.getByLabelText<HTMLInputElement>("BANT · Quick screening").checked).toBe(true);
    expect(screen.getByText("Their budget: 60 points")).toBeDefined();
    await user.click(screen.getByLabelText("MEDDIC · For complex deals"));
    expect(await screen.findByText("From now on MEDDIC qualifies")).toBeDefined();
    expect(changes(sent)).toEqual([{ method: "PATCH", path: "/framework", body: { framework: "meddic" } }]);
  });

  it("save only what was changed of a stage", async () => {
    const { sent, user } = await openSettings();
    await user.click(screen.getByText("nothing required · never stale"));
    await user.click(await screen.findByLabelText("Metrics"));
    await saveStage(user);
    expect(await screen.findByText("Qualified saved")).toBeDefined();
    expect(changes(sent)).toEqual([{ method: "PATCH", path: "/stages/1", body: { version: 1, required: ["metrics"] } }]);
  });

  it("ask for days that are some", async () => {
    const { sent, user } = await openSettings();
    await user.click(screen.getByText("nothing required · never stale"));
    const days = await screen.findByLabelText(/Working days/);
    for (const wrong of ["", "x", "-1", "366"]) {
      await user.clear(days);
      if (wrong) await user.type(days, wrong);
      await saveStage(user);
      expect(await screen.findByText("Please write a whole number from 0 to 365.")).toBeDefined();
    }
    expect(changes(sent)).toEqual([]);
    await user.clear(days);
    await user.type(days, "12{Enter}");
    await waitFor(() => expect(changes(sent)[0]?.body).toEqual({ version: 1, stale_after: 12 }));
  });

  it("show at the field what the server refuses", async () => {
    const refusal = { code: "invalid_input", message: "No", fields: { required: "Not this one." } };
    const { user } = await openSettings({ "PATCH /stages/1": () => Response.json(refusal, { status: 422 }) });
    await user.click(screen.getByText("nothing required · never stale"));
    await user.click(await screen.findByLabelText("Amount"));
    await saveStage(user);
    expect(await screen.findByText("Not this one.")).toBeDefined();
  });

  it("keep what was entered where somebody else was faster, and tell what they saved", async () => {
    let tries = 0;
    const theirs = [{ ...stages[0], required: ["amount", "need"], stale_after: 7, version: 2 }, ...stages.slice(1)];
    const { sent, user } = await openSettings({
      "GET /pipeline": () => Response.json({ id: 1, name: "", stages: tries ? theirs : stages }),
      "PATCH /stages/1": () =>
        ++tries === 1
          ? Response.json({ code: "stage_changed_meanwhile", message: "No" }, { status: 409 })
          : Response.json({ ...stages[0], required: ["metrics"], version: 3 }),
    });
    await user.click(screen.getByText("nothing required · never stale"));
    await user.click(await screen.findByLabelText("Metrics"));
    await saveStage(user);
    const told = await screen.findByText("Qualified was saved by somebody else meanwhile");
    expect(told.closest("[role=alert]")?.textContent).toContain(
      "Now: Required to enter: Amount, Need · stale after 7 working days. What you entered is still here",
    );
    expect(screen.getByLabelText<HTMLInputElement>("Metrics").checked).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>("Amount").checked).toBe(false);
    // What was not touched is theirs.
    expect(screen.getByLabelText<HTMLInputElement>(/Working days/).value).toBe("7");
    await saveStage(user);
    expect(await screen.findByText("Qualified saved")).toBeDefined();
    expect(screen.queryByText("Qualified was saved by somebody else meanwhile")).toBeNull();
    expect(changes(sent).map(({ body }) => body)).toEqual([
      { version: 1, required: ["metrics"] },
      { version: 2, required: ["metrics"] },
    ]);
  });

  const finding = (id: string, title: string, own = false) => ({ id, title, own, certain: true, excerpts: own ? [] : ["…to Sarah…"] });
  const plan = {
    name: "Sarah Meier",
    second: [],
    findings: [finding("record:1", "Sarah Meier · their own", true), finding("record:4", "Note #4"), finding("record:5", "Note #5")],
  };
  const erasure = { id: 3, state: "waiting", asked_by: 2, by: { id: 2, name: "Kim Akers" }, expires_at: "2026-11-30T10:00:00Z", plan };

  it.each([
    [["record:5"], "Takes 2 places:", ["Sarah Meier · their own", "Note #5 · …to Sarah…"]],
    [null, "Takes 3 places:", ["Sarah Meier · their own", "Note #4 · …to Sarah…", "Note #5 · …to Sarah…"]],
  ])("show who asked for an erasure and what it takes, of %j, before it is confirmed", async (findings, count, taken) => {
    const items = [{ ...erasure, findings }];
    const { sent, user } = await openSettings({
      "GET /erasures": () => Response.json({ items }),
      "POST /erasures/3/confirm": () => Response.json({ ...erasure, findings, state: "done" }),
    });
    const confirm = await screen.findByText("Confirm");
    const shown = screen.getByLabelText("Sarah Meier");
    expect(within(shown).getByText(/^Asked for by Kim Akers · Expires /)).toBeDefined();
    expect(within(shown).getByText(count)).toBeDefined();
    expect([...shown.querySelectorAll("li")].map(({ textContent }) => textContent)).toEqual(taken);
    expect(screen.getByText(/cannot be taken back/)).toBeDefined();
    items.pop();
    await user.click(confirm);
    expect(await screen.findByText("Erased")).toBeDefined();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Number of the lead or contact")));
    expect(sent.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual(["/erasures/3/confirm"]);
  });

  it("tell where a person's data cannot be saved, and ask for it once at a time", async () => {
    const answers: ((answer: Response) => void)[] = [];
    const { sent, user } = await openSettings({ "GET /leads/4/erasure": () => Response.json(plan) });
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (url: string, init?: RequestInit) =>
      url.includes("/data") ? new Promise((resolve) => answers.push(resolve)) : fetch(url, init),
    );
    await user.type(screen.getByLabelText("Number of the lead or contact"), "4{Enter}");
    const buttons = [await screen.findByText("Save as JSON"), screen.getByText("Save as a page")] as const;
    await user.click(buttons[0]);
    await waitFor(() => expect(buttons.map((button) => button.getAttribute("aria-disabled"))).toEqual(["true", "true"]));
    await user.click(buttons[1]);
    expect(answers).toHaveLength(1);
    const read = () => sent.filter(({ path }) => path === "/audit").length;
    const before = read();
    answers[0]?.(Response.json({ code: "crash", message: "Ours" }, { status: 500 }));
    expect(await screen.findByText("Ours")).toBeDefined();
    await waitFor(() => expect(buttons.map((button) => button.getAttribute("aria-disabled"))).toEqual([null, null]));
    await waitFor(() => expect(read()).toBeGreaterThan(before));
    await user.click(screen.getByText("Leave everything"));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Number of the lead or contact")));
  });

  it("let who asked for an erasure only withdraw it", async () => {
    const own = { ...erasure, asked_by: 1, by: { id: 1, name: "Alex" }, findings: [] };
    await openSettings({ "GET /erasures": () => Response.json({ items: [own] }) });
    expect(await screen.findByText("Withdraw")).toBeDefined();
    expect(screen.queryByText("Confirm")).toBeNull();
  });

  it("have no time limit for a won deal", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByText("nothing required"));
    expect(await screen.findByLabelText("Amount")).toBeDefined();
    expect(screen.queryByLabelText(/Working days/)).toBeNull();
  });
});
