import { createContext, use, useCallback, useId, useMemo, useRef, type ReactNode } from "react";
import {
  Button,
  Link,
  makeStyles,
  Toast,
  ToastBody,
  Toaster,
  ToastTitle,
  ToastTrigger,
  tokens,
  useToastController,
  type ToastIntent,
} from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";

export interface Notice {
  intent: ToastIntent;
  title: string;
  body?: string;
  action?: { label: string; run: () => void };
  /** Of notices with the same key only one is there at a time. */
  key?: string;
}

export type Notify = (notice: Notice) => void;

const NoticesContext = createContext<Notify>(() => undefined);

/** Shows a short message that goes away by itself. */
export function useNotify(): Notify {
  return use(NoticesContext);
}

const useStyles = makeStyles({ action: { paddingInline: tokens.spacingHorizontalXS } });

const SHORT_MS = 5_000;
const LONG_MS = 10_000;

export function NoticesProvider({ children }: { children: ReactNode }) {
  const id = useId();
  const { dispatchToast, dismissToast } = useToastController(id);
  const succeeded = useRef<string | null>(null);
  const keyed = useRef(new Map<string, string>());
  const shown = useRef(0);
  const notify = useCallback<Notify>(
    (notice) => {
      // What can be acted on, or explains a failure, stays long enough to be read and reached by keyboard.
      const timeout = notice.action || notice.intent !== "success" ? LONG_MS : SHORT_MS;
      // Only a failure may interrupt what a screen reader is saying.
      const politeness = notice.intent === "error" ? "assertive" : "polite";
      const { intent } = notice;
      // The same word again is the one that is there already; another one about the same takes its place.
      const toastId = `${id}-${notice.key ? `${notice.key} ${notice.title}` : ++shown.current}`;
      const before = notice.key ? keyed.current.get(notice.key) : undefined;
      if (before && before !== toastId) dismissToast(before);
      if (notice.key) keyed.current.set(notice.key, toastId);
      // Only the last word counts: after another change, an older "Undo" would be about something else.
      if (intent === "success" && succeeded.current) dismissToast(succeeded.current);
      if (intent === "success") succeeded.current = toastId;
      dispatchToast(<NoticeToast notice={notice} />, { toastId, intent, timeout, politeness, pauseOnHover: true });
    },
    [dispatchToast, dismissToast, id],
  );
  const offset = useMemo(() => ({ horizontal: 16, vertical: 16 }), []);
  return (
    <NoticesContext value={notify}>
      {children}
      <Toaster toasterId={id} position="bottom-end" offset={offset} limit={3} pauseOnWindowBlur />
    </NoticesContext>
  );
}

function NoticeToast({ notice }: { notice: Notice }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const dismiss = <Button appearance="transparent" size="small" icon={<DismissRegular />} aria-label={t("close")} />;
  return (
    <Toast>
      <ToastTitle
        action={
          <>
            {notice.action && (
              <ToastTrigger>
                <Link as="button" className={styles.action} onClick={notice.action.run}>
                  {notice.action.label}
                </Link>
              </ToastTrigger>
            )}
            <ToastTrigger>{dismiss}</ToastTrigger>
          </>
        }
      >
        {notice.title}
      </ToastTitle>
      {notice.body && <ToastBody>{notice.body}</ToastBody>}
    </Toast>
  );
}
