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
            <Connected host={host} queries={queries} />
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

function Connected({ host, queries }: { host: Host; queries: QueryClient }) {
  const api = useMemo(() => createApi(host.getToken, () => i18next.language), [host]);
  const live = useLive(api, queries);
  const connection = useMemo(() => ({ api, poll: live === "polling" }), [api, live]);
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
    defaultOptions: { queries: { retry: (count, error) => count < 2 && isPassing(error), refetchOnWindowFocus: true } },
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
