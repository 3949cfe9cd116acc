import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll, vi } from "vitest";
import { startStrings } from "../src/strings/language";

// What jsdom lacks and Fluent asks for.
vi.stubGlobal("matchMedia", (media: string) => ({
  media,
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe(): void {
      return;
    }
    unobserve(): void {
      return;
    }
    disconnect(): void {
      return;
    }
  },
);

configure({ asyncUtilTimeout: 60_000 });
beforeAll(() => startStrings("en"));
afterEach(cleanup);
