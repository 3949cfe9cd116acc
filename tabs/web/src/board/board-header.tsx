import { makeStyles, mergeClasses, Title3, tokens, ToolbarButton, Toolbar, Tooltip } from "@fluentui/react-components";
import { ArrowUndoRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { Board } from "../api";
import { useLiveStatus } from "../live";
import { useFormats } from "../strings";
import { SettingsButton } from "./settings-button";
import { summarize, useMoves } from "../moves";

const useStyles = makeStyles({
  root: {
    display: "flex",
    alignItems: "center",
    flexWrap: "wrap",
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL} ${tokens.spacingVerticalM}`,
    "@media (max-width: 640px)": {
      padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`,
    },
  },
  title: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalM },
  figures: {
    display: "flex",
    flexWrap: "wrap",
    margin: 0,
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalXXS,
    // On a phone the tools stay beside the title.
    "@media (max-width: 640px)": { order: 1, width: "100%", columnGap: tokens.spacingHorizontalL },
  },
  figure: {
    display: "flex",
    alignItems: "baseline",
    gap: tokens.spacingHorizontalXS,
  },
  value: { margin: 0, fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: "tabular-nums" },
  term: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  tools: { marginInlineStart: "auto", padding: 0 },
  dot: {
    flexShrink: 0,
    width: "8px",
    height: "8px",
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralForegroundDisabled,
    forcedColorAdjust: "none",
  },
  live: { backgroundColor: tokens.colorPaletteGreenForeground3 },
  late: { backgroundColor: tokens.colorPaletteYellowForeground3 },
});

export function BoardHeader({ board, outdated }: { board: Board; outdated: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const moves = useMoves();
  return (
    <header className={styles.root}>
      <div className={styles.title}>
        <Title3 as="h1">{board.pipeline.name || t("board.title")}</Title3>
        <Freshness outdated={outdated} />
      </div>
      <Figures board={board} />
      <Toolbar aria-label={t("board.tools")} className={styles.tools}>
        {moves.allowed && (
          <ToolbarButton icon={<ArrowUndoRegular />} disabledFocusable={moves.undoing} onClick={moves.undo}>
            {t("undo.label")}
          </ToolbarButton>
        )}
        <SettingsButton />
      </Toolbar>
    </header>
  );
}

function Figures({ board }: { board: Board }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const { count, totals, weighted } = summarize(board);
  const figures = [
    { term: t("board.open", { count }), value: formats.count(count) },
    { term: t("board.total"), value: formats.moneys(totals) },
    { term: t("board.weighted"), value: formats.estimates(weighted) },
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(
        ({ term, value }) =>
          value && (
            <div key={term} className={styles.figure}>
              <dd className={styles.value}>{value}</dd>
              <dt className={styles.term}>{term}</dt>
            </div>
          ),
      )}
    </dl>
  );
}

/** Whether the board follows everybody's changes at once, every few seconds, or not at all for the moment. */
function Freshness({ outdated }: { outdated: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const live = useLiveStatus();
  // What is said of the line goes before what is known of the board.
  const text = outdated && live !== "offline" ? t("live.outdated") : t(`live.${live}`);
  const look = outdated || live === "offline" ? styles.late : live === "connecting" ? undefined : styles.live;
  return (
    <Tooltip content={text} relationship="label" withArrow>
      <span role="img" tabIndex={0} className={mergeClasses(styles.dot, look)} data-live={outdated && live !== "offline" ? "outdated" : live} />
    </Tooltip>
  );
}
