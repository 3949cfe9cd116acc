import { render, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app";
import { hostOf, playApi } from "./play";

describe("what waits without a line", () => {
  it("can be let go of one after the other, by keyboard alone", async () => {
    playApi({ answers: { "POST /opportunities/104/move": () => Response.error(), "POST /opportunities/103/move": () => Response.error() } });
    render(<App host={hostOf()} />);
    const user = userEvent.setup();
    for (const name of ["Tech Innovators Inc.", "Fabrikam"]) {
      await user.click(await screen.findByRole("button", { name: `Move ${name}` }));
      await user.click(await screen.findByRole("menuitem", { name: "Won" }));
    }
    const first = await screen.findByRole("button", { name: /^Discard.*Tech Innovators/ });
    const second = await screen.findByRole("button", { name: /^Discard.*Fabrikam/ });
    first.focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(second).toBe(document.activeElement));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(screen.queryByRole("button", { name: /^Discard/ })).toBeNull());
    const column = screen.getByRole("listitem", { name: "Qualified" });
    await waitFor(() => expect(within(column).getByRole("button", { name: "Fabrikam" })).toBe(document.activeElement));
  });
});
