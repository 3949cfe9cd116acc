import {
  Avatar,
  Badge,
  Caption1,
  makeStyles,
  mergeClasses,
  Subtitle2,
  Text,
  tokens,
  Tooltip,
  typographyStyles,
} from "@fluentui/react-components";
import { ArrowRightRegular, BotRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { type Entry as Happened, useTimeline } from "../api";
import { useFormats } from "../strings";
import type { Place } from "../router";
import { Failed, Waiting } from "../ui";
import { type Change, describeChanges, eventName, useWords, type Words } from "../words";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalM },
  list: { margin: 0, padding: 0, listStyleType: "none" },
  entry: {
    position: "relative",
    display: "grid",
    gridTemplateColumns: "32px minmax(0, 1fr)",
    columnGap: tokens.spacingHorizontalM,
    paddingBottom: tokens.spacingVerticalXL,
    // The line that ties the entries together; the last one ends it.
    ":not(:last-child)::before": {
      content: '""',
      position: "absolute",
      left: "15px",
      top: "36px",
      bottom: "4px",
      width: "2px",
      backgroundColor: tokens.colorNeutralStroke2,
    },
  },
  undone: { color: tokens.colorNeutralForeground3, textDecorationLine: "line-through" },
  head: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: tokens.spacingHorizontalS },
  about: { overflowWrap: "anywhere" },
  by: { display: "block", color: tokens.colorNeutralForeground3 },
  changes: { margin: `${tokens.spacingVerticalXS} 0 0`, display: "grid", gap: tokens.spacingVerticalXS },
  change: { ...typographyStyles.caption1, display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: tokens.spacingHorizontalXS },
  label: { color: tokens.colorNeutralForeground3 },
  values: {
    margin: 0,
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    columnGap: tokens.spacingHorizontalXS,
    overflowWrap: "anywhere",
    whiteSpace: "pre-line",
  },
  before: { color: tokens.colorNeutralForeground3 },
  arrow: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
});

/** What happened to a record, newest first: who did what when. */
export function RecordTimeline({ place }: { place: Place }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const timeline = useTimeline(place.kind, place.number);
  const words = useWords();
  return (
    <section className={styles.root} aria-label={t("record.history")}>
      <Subtitle2 as="h3">{t("record.history")}</Subtitle2>
      {timeline.isPending && <Waiting />}
      {timeline.isError && !timeline.data && (
        <Failed error={timeline.error} onRetry={() => void timeline.refetch()} />
      )}
      <ol className={styles.list}>
        {timeline.data?.items.map((entry) => <Entry key={entry.sequence} entry={entry} words={words} />)}
      </ol>
    </section>
  );
}

function Entry({ entry, words }: { entry: Happened; words: Words }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const changes = describeChanges(entry, words);
  const who = entry.actor?.name ?? t("system");
  return (
    <li className={styles.entry}>
      {entry.actor ? (
        <Avatar name={who} color="colorful" idForColor={String(entry.actor.id)} size={32} aria-hidden />
      ) : (
        <Avatar icon={<BotRegular />} size={32} aria-hidden />
      )}
      <div>
        <div className={styles.head}>
          <Text weight="semibold" className={mergeClasses(entry.undone && styles.undone)}>
            {eventName(entry.event)}
          </Text>
          {entry.undone && (
            <Badge appearance="tint" color="subtle">
              {t("record.undone")}
            </Badge>
          )}
        </div>
        <Caption1 className={styles.by}>
          {who} · <When entry={entry} />
        </Caption1>
        {entry.about && <div className={styles.about}>{entry.about}</div>}
        {changes.length > 0 && (
          <dl className={styles.changes}>
            {changes.map((change) => (
              <ChangeLine key={change.field} change={change} />
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}

/** When it happened; of what was told later, the tooltip says when that was. */
function When({ entry }: { entry: Happened }) {
  const formats = useFormats();
  const { t } = useTranslation();
  const { at, happened_at: then, happened_on: day } = entry;
  const noted = then ? t("record.noted", { moment: formats.moment(at) }) : formats.moment(at);
  return (
    <Tooltip content={then && !day ? `${formats.moment(then)} · ${noted}` : noted} relationship="description" withArrow>
      <time dateTime={day ?? then ?? at}>{day ? formats.day(day) : formats.ago(then ?? at)}</time>
    </Tooltip>
  );
}

function ChangeLine({ change }: { change: Change }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.change}>
      <dt className={styles.label}>{t("record.field", { field: change.label })}</dt>
      <dd className={styles.values}>
        {change.before !== null && (
          <>
            <span className={styles.before}>{change.before}</span>
            <ArrowRightRegular className={styles.arrow} role="img" aria-hidden={false} aria-label={t("record.becomes")} />
          </>
        )}
        <span>{change.after ?? t("record.nothing")}</span>
      </dd>
    </div>
  );
}
