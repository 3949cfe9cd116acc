export type ThemeName = "default" | "dark" | "contrast";

/** The window the tab lives in: Microsoft Teams, or a developer's browser. */
export interface Host {
  readonly locale: string;
  readonly theme: ThemeName;
  /** The record a deep link points to, such as `opportunity/104`. */
  readonly subPage: string | null;
  getToken: (fresh?: boolean) => Promise<string>;
  onThemeChange: (listener: (theme: ThemeName) => void) => void;
  /** Tells the host that the tab is usable; without it Teams shows a time-out. */
  reportReady: () => void;
  reportFailure: (reason: string) => void;
  /** Offers a link to a record of the tab; null where the host cannot. */
  shareLink: ((subPage: string, label: string) => void) | null;
  /** Opens the chat with the bot; null where the host cannot. */
  openChat: (() => void) | null;
}

/** The tab is neither inside Teams nor on a developer's machine, so nobody can sign in. */
export class OutsideTeams extends Error {
  override readonly name = "OutsideTeams";
}

/** Teams did not hand out a token for this user. */
export class SignInFailed extends Error {
  override readonly name = "SignInFailed";
}

/** Reads a theme as TeamsJS names it; unknown ones (such as `glass`) are light. */
export function readTheme(name: string | undefined): ThemeName {
  return name === "dark" || name === "contrast" ? name : "default";
}
