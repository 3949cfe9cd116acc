import { useState, type SyntheticEvent } from "react";
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  Spinner,
  Textarea,
  tokens,
} from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/client";
import { useChoices } from "../api/queries";

export interface LossAnswer {
  reason: string;
  note: string;
}

interface Props {
  name: string;
  stage: string;
  /** Rejects with what the API says of the answer; the dialog then stays open. */
  onAnswer: (answer: LossAnswer) => Promise<unknown>;
  onClose: () => void;
}

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL },
  button: { whiteSpace: "nowrap" },
  surface: { maxWidth: "480px" },
});

/** Asks why an opportunity is lost, before it is. */
export function LossDialog({ name, stage, onAnswer, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const form = useLossForm(onAnswer, onClose);
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface}>
        <form onSubmit={(event) => void form.submit(event)} noValidate>
          <DialogBody>
            <DialogTitle>{t("loss.title", { name, stage })}</DialogTitle>
            <DialogContent className={styles.form}>
              <ReasonField form={form} />
              <Field label={t("loss.note")} {...invalid(form.problems.note)}>
                <Textarea
                  value={form.note}
                  onChange={(_, data) => form.setNote(data.value)}
                  placeholder={t("loss.note_hint")}
                  maxLength={4000}
                  resize="vertical"
                />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button className={styles.button} appearance="primary" type="submit" disabled={form.busy}>
                {t("loss.confirm")}
              </Button>
              <Button onClick={onClose}>{t("cancel")}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

function ReasonField({ form }: { form: ReturnType<typeof useLossForm> }) {
  const { t } = useTranslation();
  const choices = useChoices();
  return (
    <Field label={t("loss.reason")} required {...invalid(form.problems.reason)}>
      {choices.isPending ? (
        <Spinner size="tiny" label={t("loading")} />
      ) : (
        <RadioGroup value={form.reason} onChange={(_, data) => form.setReason(data.value)}>
          {choices.data?.lost_reason.map(({ key, name }) => <Radio key={key} value={key} label={name} />)}
        </RadioGroup>
      )}
    </Field>
  );
}

function useLossForm(onAnswer: Props["onAnswer"], onClose: () => void) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (reason === "") {
      setProblems({ reason: t("loss.reason_missing") });
      return;
    }
    setBusy(true);
    try {
      await onAnswer({ reason, note });
      onClose();
    } catch (error) {
      // Anything but a wrong answer was already said in a notice; the dialog cannot mend it.
      if (error instanceof ApiError && error.status === 422) setProblems(fieldsOf(error));
      else onClose();
    } finally {
      setBusy(false);
    }
  }

  return { reason, setReason, note, setNote, busy, problems, submit };
}

function fieldsOf(error: ApiError): Readonly<Record<string, string>> {
  const { reason, note, ...others } = { ...error.fields };
  const rest = Object.values(others)[0] ?? error.message;
  return reason || note ? { ...(reason && { reason }), ...(note && { note }) } : { reason: rest };
}

function invalid(message: string | undefined) {
  return message ? ({ validationState: "error", validationMessage: message } as const) : {};
}
