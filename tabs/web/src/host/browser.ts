import { Unreachable } from "../api";
import { type Host, OutsideTeams, type ThemeName } from "./host";

const DARK = "(prefers-color-scheme: dark)";
const CONTRAST = "(forced-colors: active)";

/** A developer's browser: theme and language of the system, signed in by the host's development door. */
export function connectBrowser(): Host {
  return {
    locale: navigator.language,
    theme: systemTheme(),
    subPage: location.hash.slice(1) || null,
    getToken: createDevTokens(),
    onThemeChange: (listener) => {
      for (const query of [DARK, CONTRAST]) {
        matchMedia(query).addEventListener("change", () => listener(systemTheme()));
      }
    },
    reportReady: () => undefined,
    reportFailure: () => undefined,
    shareLink: null,
    openChat: null,
  };
}

function systemTheme(): ThemeName {
  if (matchMedia(CONTRAST).matches) return "contrast";
  return matchMedia(DARK).matches ? "dark" : "default";
}

function createDevTokens(): Host["getToken"] {
  let known: Promise<string> | null = null;
  return (fresh = false) => {
    if (fresh || known === null) {
      known = fetchDevToken();
      known.catch(() => (known = null));
    }
    return known;
  };
}

async function fetchDevToken(): Promise<string> {
  const response = await fetch("/api/v1/dev-token").catch((cause: unknown) => {
    throw new Unreachable("unreachable", { cause });
  });
  if (response.status >= 500) throw new Unreachable("the host is not ready");
  if (!response.ok) throw new OutsideTeams("no development sign-in here");
  return ((await response.json()) as { token: string }).token;
}
