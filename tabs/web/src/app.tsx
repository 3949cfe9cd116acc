import { useEffect, useMemo, useState, type ReactNode } from "react";
import { createDOMRenderer, FluentProvider, makeStyles, RendererProvider, tokens } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError, ConnectionContext, createApi, useMe } from "./api";
import { Barrier, NoticesProvider, Problem } from "./ui";
import { BoardPage } from "./board";
import { MovesProvider } from "./moves";
import { type Host, HostContext, OutsideTeams, SignInFailed, type ThemeName, themes } from "./host";
import { forgetful, Line, LineBar, LineContext, opening, Outbox, useLine, useOutbox } from "./line";
import { LiveContext, useLive } from "./live";
import { RecordDrawer } from "./record";
import { RouterProvider } from "./router";
import { SettingsDrawer } from "./settings";
import { ReaderProvider } from "./strings";

const useStyles = makeStyles({
  page: {
    height: "100dvh",
    backgroundColor: tokens.colorNeutralBackground3,
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
  },
});

/** The whole tab, in the theme and language of its host. */
export function App({ host }: { host: Host }) {
  const [queries] = useState(createQueries);
  const [renderer] = useState(() => createDOMRenderer(document, { styleElementAttributes: readNonce() }));
  return (
    <RendererProvider renderer={renderer}>
      <HostContext value={host}>
        <QueryClientProvider client={queries}>
          <Page host={host}>
            <Lines>
              <Connected host={host} queries={queries} />
            </Lines>
          </Page>
        </QueryClientProvider>
      </HostContext>
    </RendererProvider>
  );
}

// Below the renderer, because styles made above it would miss the nonce.
function Page({ host, children }: { host: Host; children: ReactNode }) {
  const styles = useStyles();
  return (
    <FluentProvider theme={themes[useTheme(host)]}>
      {/* The provider's own class would also cover the whole window with every dialog's portal. */}
      <div className={styles.page}>
        <Barrier>{children}</Barrier>
      </div>
    </FluentProvider>
  );
}

function Lines({ children }: { children: ReactNode }) {
  const [lines] = useState(() => {
    const line = new Line();
    return { line, outbox: new Outbox(line, forgetful()) };
  });
  useEffect(() => {
    const stop = lines.line.watch();
    const stay = (event: BeforeUnloadEvent) => {
      if (lines.outbox.isWaiting) event.preventDefault();
    };
    window.addEventListener("beforeunload", stay);
    return () => {
      stop();
      window.removeEventListener("beforeunload", stay);
    };
  }, [lines]);
  return <LineContext value={lines}>{children}</LineContext>;
}

function Connected({ host, queries }: { host: Host; queries: QueryClient }) {
  const line = useLine();
  const outbox = useOutbox();
  const { i18n } = useTranslation();
  const api = useMemo(
    () => createApi(opening(outbox, host.getToken), () => i18n.language, line),
    [host, line, outbox, i18n],
  );
  const live = useLive(api, queries);
  const { status } = live;
  const connection = useMemo(
    () => ({ api, live: status === "live", poll: status === "polling" || status === "offline" }),
    [api, status],
  );
  return (
    <ConnectionContext value={connection}>
      <LiveContext value={live}>
        <SignedIn host={host} />
      </LiveContext>
    </ConnectionContext>
  );
}

function SignedIn({ host }: { host: Host }) {
  const me = useMe();
  useEffect(() => {
    if (me.isSuccess) host.reportReady();
    if (me.isError) host.reportFailure(me.error.message);
  }, [host, me.isSuccess, me.isError, me.error]);
  return (
    <ReaderProvider chosen={me.data?.member.language ?? null} hostLocale={host.locale}>
      <NoticesProvider>
        <LineBar />
        {me.isError ? (
          <Problem error={me.error} onRetry={() => void me.refetch()} />
        ) : (
          <MovesProvider mayMove={me.isSuccess && me.data.member.role !== "viewer"}>
            <RouterProvider first={host.subPage}>
              <BoardPage />
              <RecordDrawer />
              <SettingsDrawer />
            </RouterProvider>
          </MovesProvider>
        )}
      </NoticesProvider>
    </ReaderProvider>
  );
}

function useTheme(host: Host): ThemeName {
  const [theme, setTheme] = useState(host.theme);
  useEffect(() => host.onThemeChange(setTheme), [host]);
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === "default" ? "light" : "dark";
  }, [theme]);
  return theme;
}

function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // Without a network everything fails at once and is told, instead of waiting without a word.
      queries: { retry: (count, error) => count < 2 && isPassing(error), refetchOnWindowFocus: true, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
}

/** Whether asking once more may help. */
function isPassing(error: Error): boolean {
  if (error instanceof ApiError) return error.status >= 500 || error.status === 429;
  return !(error instanceof OutsideTeams || error instanceof SignInFailed);
}

/** The host's nonce for style tags; none where it serves the page as it is. */
function readNonce(): Record<string, string> {
  const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;
  return nonce ? { nonce } : {};
}
