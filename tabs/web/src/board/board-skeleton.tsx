import { makeStyles, Skeleton, SkeletonItem, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minHeight: 0,
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXL}`,
    overflow: "hidden",
  },
  columns: { display: "flex", gap: tokens.spacingHorizontalM },
  column: { flex: "1 0 240px", maxWidth: "360px", display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  title: { width: "160px" },
  card: { height: "92px", borderRadius: tokens.borderRadiusLarge },
});

const CARDS = [3, 4, 2, 2, 1];

/** The outline of a board while the first one loads. */
export function BoardSkeleton() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <Skeleton className={styles.root} aria-label={t("loading")} aria-busy>
      <SkeletonItem size={24} className={styles.title} />
      <div className={styles.columns}>
        {CARDS.map((cards, column) => (
          <div key={column} className={styles.column}>
            <SkeletonItem size={20} />
            {Array.from({ length: cards }, (_, card) => (
              <SkeletonItem key={card} className={styles.card} />
            ))}
          </div>
        ))}
      </div>
    </Skeleton>
  );
}
