import { useId } from "react";
import { Button, Caption1, makeStyles, mergeClasses, Subtitle2, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { Column, Stage } from "../api";
import { useFormats } from "../strings";
import { BoardCard } from "./board-card";

const useStyles = makeStyles({
  root: {
    flex: "1 0 208px",
    maxWidth: "360px",
    minWidth: 0,
    display: "flex",
    flexDirection: "column",
    backgroundColor: tokens.colorNeutralBackground4,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    overflow: "hidden",
    "@media (max-width: 640px)": {
      flex: "0 0 calc(100vw - 56px)",
      maxWidth: "none",
      scrollSnapAlign: "start",
    },
  },
  meter: { height: "3px", backgroundColor: tokens.colorNeutralBackground6, flexShrink: 0, forcedColorAdjust: "none" },
  fill: { height: "100%", backgroundColor: tokens.colorBrandBackground },
  won: { backgroundColor: tokens.colorPaletteGreenForeground3 },
  lost: { backgroundColor: tokens.colorNeutralForeground4, width: "100%" },
  head: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXXS,
    padding: `${tokens.spacingVerticalMNudge} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS}`,
  },
  row: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS, minWidth: 0 },
  name: { overflowWrap: "anywhere" },
  count: {
    flexShrink: 0,
    minWidth: "20px",
    padding: `0 ${tokens.spacingHorizontalSNudge}`,
    boxSizing: "border-box",
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground6,
    color: tokens.colorNeutralForeground2,
    textAlign: "center",
    fontVariantNumeric: "tabular-nums",
  },
  probability: { marginInlineStart: "auto", color: tokens.colorNeutralForeground3 },
  sum: { minHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground2, fontVariantNumeric: "tabular-nums" },
  total: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  cards: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: "auto",
    scrollbarWidth: "thin",
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    margin: 0,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalM}`,
    listStyleType: "none",
  },
  rest: {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    padding: tokens.spacingVerticalM,
    color: tokens.colorNeutralForeground3,
    textAlign: "center",
  },
});

interface Props {
  column: Column;
  stages: readonly Stage[];
  /** Loads more cards; null when there are as many as the API gives. */
  onMore: (() => void) | null;
}

export function BoardColumn({ column, stages, onMore }: Props) {
  const styles = useStyles();
  const heading = useId();
  const { stage, cards } = column;
  return (
    <li className={styles.root} aria-labelledby={heading} data-stage={stage.key}>
      <Meter stage={stage} />
      <ColumnHead column={column} heading={heading} />
      <ul className={styles.cards} aria-labelledby={heading}>
        {cards.map((card) => (
          <BoardCard key={card.number} card={card} stage={stage} stages={stages} />
        ))}
        <Rest hidden={column.count - cards.length} empty={column.count === 0} onMore={onMore} />
      </ul>
    </li>
  );
}

/** The chance of winning in this stage, as a line that fills from column to column. */
function Meter({ stage }: { stage: Stage }) {
  const styles = useStyles();
  const look = stage.type === "won" ? styles.won : stage.type === "lost" ? styles.lost : undefined;
  const width = stage.type === "open" ? `${stage.probability}%` : "100%";
  return (
    <div className={styles.meter} aria-hidden>
      <div className={mergeClasses(styles.fill, look)} style={{ width }} />
    </div>
  );
}

function ColumnHead({ column, heading }: { column: Column; heading: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const { stage, count, totals, weighted } = column;
  const open = stage.type === "open";
  return (
    <div className={styles.head}>
      <div className={styles.row}>
        <Subtitle2 as="h2" id={heading} className={styles.name}>
          {stage.name}
        </Subtitle2>
        <Caption1 className={styles.count} aria-label={t("board.count", { count })} role="img">
          {formats.count(count)}
        </Caption1>
        {open && (
          <Caption1 className={styles.probability} title={t("board.probability")}>
            {formats.percent(stage.probability)}
          </Caption1>
        )}
      </div>
      <Caption1 className={mergeClasses(styles.sum, styles.total)}>{formats.moneys(totals)}</Caption1>
      <Caption1 className={styles.sum}>
        {open && weighted.length > 0 && t("board.weighted_sum", { sum: formats.estimates(weighted) })}
      </Caption1>
    </div>
  );
}

function Rest({ hidden, empty, onMore }: { hidden: number; empty: boolean; onMore: (() => void) | null }) {
  const styles = useStyles();
  const { t } = useTranslation();
  if (empty) return <li className={styles.rest}>{t("board.empty_column")}</li>;
  if (hidden <= 0) return null;
  return (
    <li className={styles.rest}>
      <Caption1 align="center">{t("board.hidden", { count: hidden })}</Caption1>
      {onMore && (
        <Button appearance="subtle" size="small" onClick={onMore}>
          {t("board.more")}
        </Button>
      )}
    </li>
  );
}
