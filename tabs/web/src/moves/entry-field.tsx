import { useId, useState } from "react";
import { Combobox, Field, Input, Option, Select, Textarea } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { type Kind, useSearch } from "../api";
import { fieldName } from "../words";
import { findName } from "../strings";

export const MONEY = new Set(["amount", "budget"]);
export const RECORDS = new Set(["contact", "organization"]);

/** "Not known" is no answer to a stage that requires one. */
const CHOICES: Record<string, readonly string[]> = {
  authority: ["decision_maker", "influencer", "user"],
  timeline: ["month", "quarter", "half_year", "year", "later"],
};
const LONGEST_NEED = 4000;
const LONGEST_ANSWER = 500;

interface Props {
  name: string;
  /** What was typed: the number of a record, the key of a choice, a day, else the text itself. */
  value: string;
  problem: string | undefined;
  currency: string;
  onChange: (value: string) => void;
}

/** One required field with the input that suits it. */
export function EntryField({ problem, ...input }: Props) {
  const { name, value, onChange } = input;
  const state = problem ? ({ validationState: "error", validationMessage: problem } as const) : {};
  return (
    <Field label={fieldName(name) ?? name} required {...state}>
      {RECORDS.has(name) ? <RecordInput name={name} value={value} onChange={onChange} /> : <PlainInput {...input} />}
    </Field>
  );
}

/** What Field adds to its input (id, label, description) arrives among the rest. */
function PlainInput({ name, value, currency, onChange, ...given }: Omit<Props, "problem">) {
  const { t } = useTranslation();
  const keys = CHOICES[name];
  if (keys) {
    return (
      <Select {...given} value={value} onChange={(_event, data) => onChange(data.value)}>
        <option value="">{t("enter.choose")}</option>
        {keys.map((key) => (
          <option key={key} value={key}>
            {findName(name as "authority" | "timeline", key) ?? key}
          </option>
        ))}
      </Select>
    );
  }
  const change = (_event: unknown, data: { value: string }) => onChange(data.value);
  if (MONEY.has(name)) {
    return <Input {...given} value={value} onChange={change} inputMode="decimal" contentAfter={currency} />;
  }
  if (name === "close_date") return <Input {...given} value={value} onChange={change} type="date" />;
  const longest = name === "need" ? LONGEST_NEED : LONGEST_ANSWER;
  return <Textarea {...given} value={value} onChange={change} maxLength={longest} resize="vertical" />;
}

/** Another record, found by its name. */
function RecordInput({ name, value, onChange, ...given }: Pick<Props, "name" | "value" | "onChange">) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const found = useSearch(name as Kind, text.trim()).data?.items ?? [];
  const nothing = useId();
  return (
    <Combobox
      {...given}
      placeholder={t("enter.search")}
      value={text}
      selectedOptions={value ? [value] : []}
      onInput={(event) => {
        setText(event.currentTarget.value);
        onChange("");
      }}
      onOptionSelect={(_event, { optionValue, optionText }) => {
        if (optionValue === undefined || optionValue === nothing) return;
        onChange(optionValue);
        setText(optionText ?? "");
      }}
    >
      {found.map(({ number, name: called }) => (
        <Option key={number} value={String(number)} text={called}>
          {called} #{number}
        </Option>
      ))}
      {found.length === 0 && (
        <Option value={nothing} text="" disabled>
          {t("enter.nobody")}
        </Option>
      )}
    </Combobox>
  );
}
