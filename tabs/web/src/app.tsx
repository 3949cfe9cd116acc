import { useEffect, useMemo, useState, type ReactNode } from "react";
import { createDOMRenderer, FluentProvider, makeStyles, RendererProvider, tokens } from "@fluentui/react-components";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import i18next from "i18next";
import { ApiError, createApi } from "./api/client";
import { ConnectionContext, useMe } from "./api/queries";
import { Barrier } from "./barrier";
import { BoardPage } from "./board/board-page";
import { MovesProvider } from "./board/moves";
import { HostContext } from "./host/host-context";
import { OutsideTeams, SignInFailed, type Host, type ThemeName } from "./host/host";
import { themes } from "./host/theme";
import { Line } from "./line/line";
import { LineBar } from "./line/line-bar";
import { LineContext, useLine, useOutbox } from "./line/line-context";
import { opening } from "./line/opening";
import { Outbox } from "./line/outbox";
import { forgetful } from "./line/shelf";
import { useLive } from "./live/live";
import { LiveContext } from "./live/live-context";
import { NoticesProvider } from "./notices";
import { Problem } from "./problem";
import { RecordNavigation } from "./record/record-navigation";
import { ReaderProvider } from "./strings/reader";

const renderer = createDOMRenderer(document, { styleElementAttributes: readNonce() });

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
  const api = useMemo(
    () => createApi(opening(outbox, host.getToken), () => i18next.language, line),
    [host, line, outbox],
  );
  const { status, journal } = useLive(api, queries);
  const connection = useMemo(
    () => ({ api, journal, live: status === "live", poll: status === "polling" || status === "offline" }),
    [api, journal, status],
  );
  return (
    <ConnectionContext value={connection}>
      <LiveContext value={status}>
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
            <RecordNavigation first={host.subPage}>
              <BoardPage />
            </RecordNavigation>
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
