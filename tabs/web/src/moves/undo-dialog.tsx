import { Body1, Caption1, makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { ArrowRightRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { Entry } from "../api";
import { describeChanges, eventName, useWords } from "../words";
import { useFormats } from "../strings";
import { QuestionDialog } from "./question-dialog";
import type { Asked } from "./undoing";

const useStyles = makeStyles({
  list: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: "none",
    overflowWrap: "anywhere",
  },
  change: { display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface Props {
  asked: Asked;
  busy: boolean;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Names the change that would be taken back, of which record, and what would be gone. */
export function UndoDialog({ asked, busy, onConfirm, onClose }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const removes = asked.removes.map(({ name, number }) => `${name} (#${number})`);
  return (
    <QuestionDialog
      title={t("undo.ask")}
      confirm={t(removes.length > 0 ? "undo.remove" : "undo.confirm")}
      busy={busy}
      onSubmit={onConfirm}
      onClose={onClose}
    >
      <ul className={styles.list}>
        {asked.entries.map((entry) => (
          <UndoneEntry key={entry.sequence} entry={entry} name={nameIn(asked, entry)} />
        ))}
      </ul>
      {removes.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{t("undo.removes", { names: removes.join(", ") })}</MessageBarBody>
        </MessageBar>
      )}
    </QuestionDialog>
  );
}

function UndoneEntry({ entry, name }: { entry: Entry; name: string | null }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useWords();
  // Of a record that is new everything is; its name says enough.
  const changes = Object.keys(entry.before).length > 0 ? describeChanges(entry, words) : [];
  const event = eventName(entry.event);
  return (
    <li>
      <Body1 as="p" style={{ margin: 0 }}>
        {name === null ? `${event}: ${t("undo.settings")}` : t("undo.of", { event, name, number: entry.number })}
      </Body1>
      {changes.map((change) => (
        <Caption1 key={change.field} className={styles.change}>
          <span className={styles.quiet}>{t("record.field", { field: change.label })}</span>
          <span>{change.before ?? t("record.nothing")}</span>
          <ArrowRightRegular role="img" aria-hidden={false} aria-label={t("record.becomes")} />
          <span>{change.after ?? t("record.nothing")}</span>
        </Caption1>
      ))}
      <Caption1 as="p" style={{ margin: 0 }} className={styles.quiet}>
        {formats.moment(entry.at)}
      </Caption1>
    </li>
  );
}

/** What the record of an entry is called; null for what is set for all. */
function nameIn(asked: Asked, { number }: Entry): string | null {
  return [...asked.records, ...asked.removes].find((record) => record.number === number)?.name ?? null;
}
