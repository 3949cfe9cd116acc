import { connectBrowser } from "./browser";
import type { Host } from "./host";

const HANDSHAKE_MS = 10_000;

/** Finds out where the tab runs. Never fails: a window that does not answer as Teams does counts as a browser. */
export async function connect(): Promise<Host> {
  if (!isEmbedded()) return connectBrowser();
  // Only an embedded tab loads TeamsJS: it asks for Microsoft's list of host names as soon as it is there.
  const { connectTeams } = await import("./teams");
  try {
    return await within(HANDSHAKE_MS, connectTeams());
  } catch {
    return connectBrowser();
  }
}

function isEmbedded(): boolean {
  // Teams on a phone shows the tab without a frame and brings this interface instead.
  return window.parent !== window || "nativeInterface" in window;
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer from the host")), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
