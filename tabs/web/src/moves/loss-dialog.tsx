import { useState } from "react";
import { Field, Radio, RadioGroup, Spinner, Textarea } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { type ApiError, useChoices } from "../api";
import { Failed, invalid } from "../ui";
import { QuestionDialog, useSending } from "./question-dialog";
import type { LossAnswer } from "./under-way";

interface Props {
  name: string;
  stage: string;
  /** Rejects with what the API says of the answer; the dialog then stays open. */
  onAnswer: (answer: LossAnswer) => Promise<unknown>;
  onClose: () => void;
}

/** Asks why an opportunity is lost, before it is. */
export function LossDialog({ name, stage, onAnswer, onClose }: Props) {
  const { t } = useTranslation();
  const form = useLossForm(onAnswer, onClose);
  return (
    <QuestionDialog
      title={t("loss.title", { name, stage })}
      confirm={t("loss.confirm")}
      busy={form.busy}
      onSubmit={form.submit}
      onClose={onClose}
    >
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
    </QuestionDialog>
  );
}

function ReasonField({ form }: { form: ReturnType<typeof useLossForm> }) {
  const { t } = useTranslation();
  const choices = useChoices();
  // Nothing can be chosen without the reasons.
  if (choices.isError && !choices.data) return <Failed error={choices.error} onRetry={() => void choices.refetch()} />;
  return (
    <Field label={t("loss.reason")} required {...invalid(form.problems.reason)}>
      {choices.isPending ? (
        <Spinner size="tiny" label={t("loading")} />
      ) : (
        <RadioGroup value={form.reason} onChange={(_, data) => form.setReason(data.value)}>
          {choices.data.lost_reason.map(({ key, name }) => <Radio key={key} value={key} label={name} />)}
        </RadioGroup>
      )}
    </Field>
  );
}

function useLossForm(onAnswer: Props["onAnswer"], onClose: () => void) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const { busy, send } = useSending(onAnswer, onClose, (error) => setProblems(fieldsOf(error)));

  async function submit() {
    if (reason === "") setProblems({ reason: t("loss.reason_missing") });
    else await send({ reason, note });
  }

  return { reason, setReason, note, setNote, busy, problems, submit };
}

function fieldsOf(error: ApiError): Readonly<Record<string, string>> {
  const { reason, note, ...others } = { ...error.fields };
  const rest = Object.values(others)[0] ?? error.message;
  return reason || note ? { ...(reason && { reason }), ...(note && { note }) } : { reason: rest };
}
