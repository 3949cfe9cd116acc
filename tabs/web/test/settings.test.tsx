import { render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app";
import { stages } from "./fixtures";
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

  it.each(["member", "viewer"] as const)("are not offered to a %s", async (role) => {
    playApi({ role });
    render(<App host={hostOf()} />);
    expect(await screen.findByRole("listitem", { name: "Won" })).toBeDefined();
    expect(screen.queryByRole("button", { name: "Settings" })).toBeNull();
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
    await user.click(screen.getByText("Save"));
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
      await user.click(screen.getByText("Save"));
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
    await user.click(screen.getByText("Save"));
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
    await user.click(screen.getByText("Save"));
    const told = await screen.findByText("Qualified was saved by somebody else meanwhile");
    expect(told.closest("[role=alert]")?.textContent).toContain(
      "Now: Required to enter: Amount, Need · stale after 7 working days. What you entered is still here",
    );
    expect(screen.getByLabelText<HTMLInputElement>("Metrics").checked).toBe(true);
    expect(screen.getByLabelText<HTMLInputElement>("Amount").checked).toBe(false);
    // What was not touched is theirs.
    expect(screen.getByLabelText<HTMLInputElement>(/Working days/).value).toBe("7");
    await user.click(screen.getByText("Save"));
    expect(await screen.findByText("Qualified saved")).toBeDefined();
    expect(screen.queryByText("Qualified was saved by somebody else meanwhile")).toBeNull();
    expect(changes(sent).map(({ body }) => body)).toEqual([
      { version: 1, required: ["metrics"] },
      { version: 2, required: ["metrics"] },
    ]);
  });

  it("have no time limit for a won deal", async () => {
    const { user } = await openSettings();
    await user.click(screen.getByText("nothing required"));
    expect(await screen.findByLabelText("Amount")).toBeDefined();
    expect(screen.queryByLabelText(/Working days/)).toBeNull();
  });
});
