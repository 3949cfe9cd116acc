import { makeStyles, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { Board } from "../api";
import { BoardColumn } from "./board-column";

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minHeight: 0,
    display: "flex",
    alignItems: "stretch",
    gap: tokens.spacingHorizontalM,
    margin: 0,
    listStyleType: "none",
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXL} ${tokens.spacingVerticalL}`,
    scrollPaddingInline: tokens.spacingHorizontalXL,
    overflowX: "auto",
    overflowY: "hidden",
    overscrollBehaviorX: "contain",
    scrollbarWidth: "thin",
    "@media (max-width: 640px)": {
      gap: tokens.spacingHorizontalS,
      scrollSnapType: "x mandatory",
      padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalM}`,
      scrollPaddingInline: tokens.spacingHorizontalL,
    },
  },
});

export function BoardColumns({ board, onMore }: { board: Board; onMore: (() => void) | null }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const stages = board.columns.map((column) => column.stage);
  return (
    <main aria-label={t("board.label")} style={{ display: "contents" }}>
      <ol className={styles.root}>
        {board.columns.map((column) => (
          <BoardColumn key={column.stage.id} column={column} stages={stages} onMore={onMore} />
        ))}
      </ol>
    </main>
  );
}
