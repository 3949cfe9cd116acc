import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe, type Values } from "../api";
import { EntryField, RECORDS } from "./entry-field";
import { QuestionDialog, useSending } from "./question-dialog";

interface Props {
  name: string;
  stage: string;
  /** The fields that the stage requires, by name. */
  missing: readonly string[];
  /** Rejects with what the API says of the fields; the dialog then stays open. */
  onAnswer: (fields: Values) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for what an opportunity lacks to enter a stage; saves and moves it in one request. */
export function EntryDialog({ name, stage, missing, onAnswer, onClose }: Props) {
  const { t } = useTranslation();
  const form = useEntryForm(missing, onAnswer, onClose);
  return (
    <QuestionDialog
      title={t("enter.title", { name, stage })}
      confirm={t("enter.confirm")}
      busy={form.busy}
      onSubmit={form.submit}
      onClose={onClose}
    >
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
    </QuestionDialog>
  );
}

type Texts = Readonly<Record<string, string>>;

function useEntryForm(missing: readonly string[], onAnswer: Props["onAnswer"], onClose: () => void) {
  const { t } = useTranslation();
  const currency = useMe().data?.workspace.currency ?? "EUR";
  const [names, setNames] = useState(missing);
  const [typed, setTyped] = useState<Texts>({});
  const [problems, setProblems] = useState<Texts>({});
  const { busy, send } = useSending(onAnswer, onClose, ({ fields }) => {
    setProblems(fields);
    // A colleague may have emptied another one meanwhile.
    setNames((known) => [...new Set([...known, ...Object.keys(fields)])]);
  });

  async function submit() {
    const found: Record<string, string> = {};
    const fields: Values = {};
    for (const name of names) {
      const text = (typed[name] ?? "").trim();
      fields[name] = valueOf(name, text);
      if (text === "") found[name] = t("enter.missing");
    }
    setProblems(found);
    if (Object.keys(found).length === 0) await send(fields);
  }

  const type = (name: string, value: string) => setTyped((known) => ({ ...known, [name]: value }));
  return { names, typed, type, problems, busy, currency, submit };
}

/** A field's value as the API takes it, which reads amounts as they are written. */
function valueOf(name: string, text: string): unknown {
  return RECORDS.has(name) ? Number(text) : text;
}
