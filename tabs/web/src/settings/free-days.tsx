import { useState } from "react";
import { Button, Checkbox, Field, Input, makeStyles, Text, tokens } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { fieldName } from "../words";
import { useSettingWords } from "./workspace-words";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  days: { display: "flex", flexWrap: "wrap", gap: tokens.spacingHorizontalM, margin: 0, padding: 0, listStyleType: "none" },
  day: { display: "flex", alignItems: "center" },
  add: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: tokens.spacingHorizontalS },
});

interface Props {
  days: readonly string[];
  problem: string | undefined;
  onChange: (days: readonly string[]) => void;
}

/** Days on which only this workspace is free: of one year, or of every year. */
export function FreeDays({ days, problem, onChange }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const words = useSettingWords(undefined);
  const [date, setDate] = useState("");
  const [yearly, setYearly] = useState(true);
  const invalid = problem ? ({ validationState: "error", validationMessage: problem } as const) : {};

  function add() {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return;
    const day = yearly ? date.slice("2026-".length) : date;
    // As the server sorts them: those of every year first.
    onChange([...new Set([...days, day])].sort((one, other) => one.length - other.length || one.localeCompare(other)));
    setDate("");
  }

  return (
    <div className={styles.root}>
      <Field label={fieldName("free_days")} {...invalid}>
        <Input type="date" value={date} onChange={(_, { value }) => setDate(value)} />
      </Field>
      <div className={styles.add}>
        <Checkbox label={t("settings.every_year")} checked={yearly} onChange={(_, { checked }) => setYearly(checked === true)} />
        <Button onClick={add} disabledFocusable={date === ""}>
          {t("settings.add_day")}
        </Button>
      </div>
      <ul className={styles.days}>
        {days.map((day) => (
          <li key={day} className={styles.day}>
            <Text>{words.freeDay(day)}</Text>
            <Button
              appearance="subtle"
              size="small"
              icon={<DismissRegular />}
              aria-label={t("settings.remove_day", { day: words.freeDay(day) })}
              onClick={() => onChange(days.filter((one) => one !== day))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
