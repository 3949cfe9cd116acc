import { app, authentication, pages } from "@microsoft/teams-js";
import { type Host, readTheme, SignInFailed } from "./host";

/** Connects to Microsoft Teams; waits for ever when nobody answers. */
export async function connectTeams(): Promise<Host> {
  await app.initialize();
  app.notifyAppLoaded();
  const context = await app.getContext();
  return {
    locale: context.app.locale,
    theme: readTheme(context.app.theme),
    subPage: context.page.subPageId ?? null,
    getToken,
    onThemeChange: (listener) => app.registerOnThemeChangeHandler((name) => listener(readTheme(name))),
    reportReady: () => void app.notifySuccess(),
    reportFailure: (message) => app.notifyFailure({ reason: app.FailedReason.Other, message }),
    shareLink: pages.isSupported() ? shareLink : null,
    openChat: openChat(context.app.appId?.toString()),
  };
}

/** Asks for a token on every call: Teams keeps it, renews it and knows when the user changed. */
async function getToken(): Promise<string> {
  try {
    return await authentication.getAuthToken();
  } catch (cause) {
    throw new SignInFailed("no token from the host", { cause });
  }
}

function shareLink(subPageId: string, subPageLabel: string): void {
  pages.shareDeepLink({ subPageId, subPageLabel });
}

function openChat(appId: string | undefined): (() => void) | null {
  if (appId === undefined) return null;
  return () => void app.openLink(`https://teams.microsoft.com/l/entity/${encodeURIComponent(appId)}/conversations`);
}
