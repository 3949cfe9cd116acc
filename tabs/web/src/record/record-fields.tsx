import { Link, makeStyles, mergeClasses, Persona, Subtitle2, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { type CrmRecord, type Kind, type Person, type Reference, type Step, type Subject, useFields } from "../api";
import { findName, useFormats } from "../strings";
import { isKind } from "./fields";
import { useNavigation } from "../router";
import { labelOf, onDay, say, useWords } from "../words";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  list: {
    display: "grid",
    gridTemplateColumns: "1fr 1fr",
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    "@media (max-width: 400px)": { gridTemplateColumns: "1fr" },
  },
  field: { minWidth: 0 },
  long: { gridColumn: "1 / -1" },
  term: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  /** Where words may be broken anywhere, two letters in a small circle would stand one above the other. */
  initials: { overflowWrap: "normal", whiteSpace: "nowrap" },
  value: { margin: 0, overflowWrap: "anywhere", whiteSpace: "pre-line", fontVariantNumeric: "tabular-nums" },
});

/** What is known of a record; fields nobody filled in are left out. */
export function RecordFields({ record }: { record: CrmRecord }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useWords();
  const fields = useFields().data?.[record.kind] ?? [];
  const known = fields.filter(({ name }) => ![null, undefined, ""].includes(record[name] as null));
  return (
    <section className={styles.root} aria-label={t("record.details")}>
      <Subtitle2 as="h3">{t("record.details")}</Subtitle2>
      <dl className={styles.list}>
        {known.map(({ name, long }) => (
          <div key={name} className={mergeClasses(styles.field, long && styles.long)}>
            <dt className={styles.term}>{labelOf(shownAs(name, record), words) ?? ""}</dt>
            <dd className={styles.value}>
              <Value field={name} record={record} />
            </dd>
          </div>
        ))}
        <div className={styles.field}>
          <dt className={styles.term}>{t("record.created")}</dt>
          <dd className={styles.value}>{formats.moment(record.created_at)}</dd>
        </div>
      </dl>
    </section>
  );
}

/** What was called off has an end, but was not done. */
function shownAs(field: string, record: CrmRecord): string {
  return field === "done_at" && record.cancelled === true ? "cancelled_at" : field;
}

function Value({ field, record }: { field: string; record: CrmRecord }) {
  const words = useWords();
  const value = record[field];
  if (isKind(field)) return <RecordLink kind={field} value={value} />;
  if (field === "next_step") return <NextStep step={value as Step} />;
  if (field === "about") return <RecordLink kind={(value as Subject).kind} value={value} />;
  const text = say(field, onDay(record)[field], words) ?? "";
  if (field === "probability" && typeof value === "number") return words.formats.percent(value);
  if (field === "owner" && record.owner) return <Owner owner={record.owner} />;
  const address = addressOf(field, text);
  if (!address) return text;
  return (
    <Link href={address} target="_blank" rel="noreferrer">
      {text}
    </Link>
  );
}

/** The next step with its day; a day that is past is marked. */
function NextStep({ step }: { step: Step }) {
  const formats = useFormats();
  const { t } = useTranslation();
  const name = step.name || (findName("activity", step.type) ?? "");
  const when = step.due_at ? formats.moment(step.due_at) : step.due ? formats.day(step.due) : "";
  return (
    <>
      <RecordLink kind="activity" value={{ number: step.number, name }} />{" "}
      <span>{isPast(step) ? t("record.overdue", { when }) : when}</span>
    </>
  );
}

function isPast({ due, due_at }: Step): boolean {
  if (due_at) return new Date(due_at) < new Date();
  return due !== null && new Date(`${due}T23:59:59`) < new Date();
}

function Owner({ owner }: { owner: Person }) {
  const styles = useStyles();
  const avatar = { color: "colorful", idForColor: String(owner.id), className: styles.initials } as const;
  return <Persona name={owner.name} size="extra-small" avatar={avatar} />;
}

/** Where a value leads to; nothing but mail, telephone and web, whatever was typed into the field. */
function addressOf(field: string, text: string): string | null {
  if (field === "email") return `mailto:${encodeURI(text)}`;
  if (field === "phone") return `tel:${text.replace(/[^+\d]/g, "")}`;
  if (field !== "website") return null;
  if (/^https?:\/\//i.test(text)) return text;
  return /^[\w.-]+\.\w+(\/\S*)?$/.test(text) ? `https://${text}` : null;
}

function RecordLink({ kind, value }: { kind: Kind; value: unknown }) {
  const { openRecord } = useNavigation();
  const { number, name } = typeof value === "number" ? { number: value, name: `#${value}` } : (value as Reference);
  return (
    <Link as="button" onClick={() => openRecord({ kind, number, name })}>
      {name}
    </Link>
  );
}
