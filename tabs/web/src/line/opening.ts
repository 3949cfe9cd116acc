import type { TokenSource } from "../api";
import type { Outbox, Waiting } from "./outbox";
import { openShelf, type Shelf } from "./shelf";

/** Tokens of this source; the first that is really had tells the outbox whose changes it keeps. */
export function opening(
  outbox: Outbox,
  source: TokenSource,
  shelf: () => Promise<Shelf<Waiting>> = openShelf,
): TokenSource {
  let opened = false;
  return async (fresh) => {
    const token = await source(fresh);
    if (!opened) {
      opened = true;
      void shelf().then((found) => outbox.open(found, whoseToken(token)));
    }
    return token;
  };
}

/** Who signs in with a token, as far as it tells: enough to keep the changes of two people apart. */
export function whoseToken(token: string): string {
  try {
    const part = token.split(".")[1] ?? "";
    const claims = JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/"))) as { tid?: string; oid?: string };
    return claims.oid ? `${claims.tid ?? ""}/${claims.oid}` : "";
  } catch {
    return "";
  }
}
