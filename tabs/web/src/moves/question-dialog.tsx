import { useState, type ReactNode, type SyntheticEvent } from "react";
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api";
import { useFocusReturn } from "../ui";

interface Props {
  title: string;
  /** What the button says that sends the answer. */
  confirm: string;
  busy: boolean;
  onSubmit: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL },
  button: { whiteSpace: "nowrap" },
  surface: { maxWidth: "480px" },
});

/** Asks for something before a move; the fields are the children. */
export function QuestionDialog({ title, confirm, busy, onSubmit, onClose, children }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  useFocusReturn();

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    void onSubmit();
  }

  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface}>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.form}>{children}</DialogContent>
            <DialogActions>
              <Button className={styles.button} appearance="primary" type="submit" disabled={busy}>
                {confirm}
              </Button>
              <Button onClick={onClose}>{t("cancel")}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

/**
 * Sends an answer and closes the dialog; what the API has against the answer goes to `onWrong`. What else went wrong
 * was said in a notice; where another try may help, what was typed stays.
 */
export function useSending<T>(
  onAnswer: (answer: T) => Promise<unknown>,
  onClose: () => void,
  onWrong: (error: ApiError) => void,
) {
  const [busy, setBusy] = useState(false);

  async function send(answer: T) {
    setBusy(true);
    try {
      await onAnswer(answer);
      onClose();
    } catch (error) {
      if (error instanceof ApiError && error.status === 422) onWrong(error);
      else if (!mayTryAgain(error)) onClose();
    } finally {
      setBusy(false);
    }
  }

  return { busy, send };
}

/** Whether an answer did not arrive, or met a record that a colleague changed meanwhile and that is still open. */
function mayTryAgain(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return [401, 429].includes(error.status) || error.status >= 500 || error.current?.status === "open";
}
