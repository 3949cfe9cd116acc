import { render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { App } from "../src/app";
import { hostOf, playApi } from "./play";

describe("a field that the workspace has described itself", () => {
  const record = {
    number: 104,
    kind: "opportunity",
    name: "Contoso",
    version: 2,
    created_at: "2026-11-23T10:00:00Z",
    own_region: "North",
    own_premium: true,
  };
  const entry = {
    sequence: 2,
    event: "OpportunityEdited",
    kind: "opportunity",
    number: 104,
    actor: { id: 1, name: "Alex" },
    at: "2026-11-23T10:00:00Z",
    before: { own_region: "South" },
    after: { own_region: "North" },
    about: "",
  };
  const field = (name: string, label: string | null) => ({ name, long: false, list: null, label });
  const fields = [field("amount", null), field("own_region", "Region"), field("own_premium", "Premium")];

  it("stands on the page of a record and in its history, as it is called there", async () => {
    playApi({
      answers: {
        "GET /fields": () => Response.json({ lead: [], organization: [], contact: [], opportunity: fields, activity: [] }),
        "GET /opportunities/104": () => Response.json(record),
        "GET /opportunities/104/timeline": () => Response.json({ items: [entry], next: null }),
      },
    });
    render(<App host={hostOf({ subPage: "opportunity/104" })} />);
    const details = await screen.findByRole("region", { name: "Details" });
    const shown = await within(details).findByText("Region");
    expect(shown.nextElementSibling?.textContent).toBe("North");
    expect(within(details).getByText("Premium").nextElementSibling?.textContent).toBe("Yes");
    const history = await screen.findByRole("region", { name: "History" });
    expect(within(history).getByText(/Region/)).toBeDefined();
    expect(within(history).getByText("South")).toBeDefined();
  });
});
