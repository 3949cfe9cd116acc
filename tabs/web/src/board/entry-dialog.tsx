import { useEffect, useState, type SyntheticEvent } from "react";
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
import { ApiError } from "../api/client";
import { useMe } from "../api/queries";
import type { Values } from "../api/types";
import { readAmount } from "../strings/formats";
import { useFormats } from "../strings/reader";
import { EntryField, MONEY, RECORDS } from "./entry-field";

interface Props {
  name: string;
  stage: string;
  /** The fields that the stage requires, by name. */
  missing: readonly string[];
  /** Rejects with what the API says of the fields; the dialog then stays open. */
  onAnswer: (fields: Values) => Promise<unknown>;
  onClose: () => void;
}

const useStyles = makeStyles({
  form: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalL },
  button: { whiteSpace: "nowrap" },
  surface: { maxWidth: "480px" },
});

/** Asks for what an opportunity lacks to enter a stage; saves and moves it in one request. */
export function EntryDialog({ name, stage, missing, onAnswer, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const form = useEntryForm(missing, onAnswer, onClose);
  useFocusReturn();
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface className={styles.surface}>
        <form onSubmit={(event) => void form.submit(event)} noValidate>
          <DialogBody>
            <DialogTitle>{t("enter.title", { name, stage })}</DialogTitle>
            <DialogContent className={styles.form}>
              {t("enter.intro")}
              {form.names.map((field) => (
                <EntryField
                  key={field}
                  name={field}
                  value={form.typed[field] ?? ""}
                  problem={form.problems[field]}
                  currency={form.currency}
                  onChange={(value) => form.type(field, value)}
                />
              ))}
            </DialogContent>
            <DialogActions>
              <Button className={styles.button} appearance="primary" type="submit" disabled={form.busy}>
                {t("enter.confirm")}
              </Button>
              <Button onClick={onClose}>{t("cancel")}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

/** Gives the focus back to where it was before the dialog, unless it has found another place meanwhile. */
function useFocusReturn() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // Once the dialog is gone: as long as it is there, it keeps the focus within.
      requestAnimationFrame(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
}

type Texts = Readonly<Record<string, string>>;

function useEntryForm(missing: readonly string[], onAnswer: Props["onAnswer"], onClose: () => void) {
  const { t } = useTranslation();
  const { decimal } = useFormats();
  const currency = useMe().data?.workspace.currency ?? "EUR";
  const [names, setNames] = useState(missing);
  const [typed, setTyped] = useState<Texts>({});
  const [problems, setProblems] = useState<Texts>({});
  const [busy, setBusy] = useState(false);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const found: Record<string, string> = {};
    const fields: Values = {};
    for (const name of names) {
      const text = (typed[name] ?? "").trim();
      fields[name] = valueOf(name, text, currency, decimal);
      if (text === "") found[name] = t("enter.missing");
      else if (fields[name] === null) found[name] = t("enter.amount_unreadable");
    }
    setProblems(found);
    if (Object.keys(found).length === 0) await send(fields);
  }

  async function send(fields: Values) {
    setBusy(true);
    try {
      await onAnswer(fields);
      onClose();
    } catch (error) {
      // Anything but a wrong answer was already said in a notice; the dialog cannot mend it.
      if (!(error instanceof ApiError) || error.status !== 422) onClose();
      else {
        const said = error.fields;
        setProblems(said);
        // A colleague may have emptied another one meanwhile.
        setNames((known) => [...new Set([...known, ...Object.keys(said)])]);
      }
    } finally {
      setBusy(false);
    }
  }

  const type = (name: string, value: string) => setTyped((known) => ({ ...known, [name]: value }));
  return { names, typed, type, problems, busy, currency, submit };
}

/** A field's value as the API takes it; null for an amount that is none. */
function valueOf(name: string, text: string, currency: string, decimal: string): unknown {
  if (RECORDS.has(name)) return Number(text);
  if (!MONEY.has(name)) return text;
  const amount = readAmount(text, decimal);
  return amount === null ? null : { amount, currency };
}
