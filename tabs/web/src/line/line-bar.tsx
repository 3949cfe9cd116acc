import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  tokens,
} from "@fluentui/react-components";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { findTitle, useFocusHeir } from "../ui";
import { useIsUp, useOutbox, useWaiting } from "./line-context";
import type { Waiting } from "./outbox";

const useStyles = makeStyles({
  root: {
    flexShrink: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    maxHeight: "40dvh",
    overflowY: "auto",
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} 0`,
  },
  list: { margin: 0, padding: 0, listStyleType: "none" },
  item: { display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: tokens.spacingHorizontalS, overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Says that there is no line, what waits for it, and what could not be carried out any more. */
export function LineBar() {
  const styles = useStyles();
  const isUp = useIsUp();
  const items = useWaiting();
  const refused = items.filter((item) => item.refused !== undefined);
  const waiting = items.filter((item) => item.refused === undefined && (item.stalled || !isUp));
  if (isUp && refused.length === 0 && waiting.length === 0) return null;
  return (
    <div className={styles.root} data-line={isUp ? "up" : "down"}>
      {refused.length > 0 && <Refused items={refused} />}
      {(!isUp || waiting.length > 0) && <Unsent items={waiting} />}
    </div>
  );
}

function Unsent({ items }: { items: readonly Waiting[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const outbox = useOutbox();
  const isUp = useIsUp();
  return (
    <MessageBar intent="warning" layout="multiline" politeness="assertive">
      <MessageBarBody>
        {!isUp && <MessageBarTitle>{t("offline.title")}</MessageBarTitle>}
        {items.length === 0 ? t("offline.quiet") : t("offline.waiting", { count: items.length })}
        <ul className={styles.list}>
          {items.map((item) => (
            <Line key={item.id} item={item} label={t("offline.discard")} what={t("offline.discard_label", { what: say(item, t) })} />
          ))}
        </ul>
        {items.length > 0 && !outbox.lasting && <p>{t("offline.not_kept")}</p>}
      </MessageBarBody>
    </MessageBar>
  );
}

function Refused({ items }: { items: readonly Waiting[] }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <MessageBar intent="error" layout="multiline" politeness="assertive">
      <MessageBarBody>
        <MessageBarTitle>{t("offline.refused", { count: items.length })}</MessageBarTitle>
        <ul className={styles.list}>
          {items.map((item) => (
            <Line key={item.id} item={item} label={t("offline.dismiss")} what={t("offline.dismiss_label", { what: say(item, t) })} />
          ))}
        </ul>
      </MessageBarBody>
    </MessageBar>
  );
}

/** A change that waits or was refused, with a button to let go of it. */
function Line({ item, label, what }: { item: Waiting; label: string; what: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const outbox = useOutbox();
  // After the last one the card that it was about, or else the tools above the board.
  const gone = useFocusHeir<HTMLLIElement>(
    (next) =>
      next?.querySelector("button") ??
      findTitle(item.opportunity.number) ??
      document.querySelector<HTMLElement>("[role=toolbar] button"),
  );
  return (
    <li className={styles.item} ref={gone}>
      <span>{say(item, t)}</span>
      {item.refused && <span className={styles.quiet}>{item.refused}</span>}
      <Button appearance="transparent" size="small" aria-label={what} onClick={() => outbox.drop(item.id)}>
        {label}
      </Button>
    </li>
  );
}

function say({ opportunity: { name }, stage }: Waiting, t: TFunction): string {
  return stage ? t("offline.move", { name, stage: stage.name }) : t("offline.reopen", { name });
}
