import { makeStyles, Skeleton, SkeletonItem, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";

const useStyles = makeStyles({
  waiting: { display: "grid", gap: tokens.spacingVerticalM, paddingTop: tokens.spacingVerticalM },
});

/** Where text is about to be. */
export function Waiting() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <Skeleton className={styles.waiting} aria-label={t("loading")}>
      {[80, 60, 90, 50, 70].map((width) => (
        <SkeletonItem key={width} size={16} style={{ width: `${width}%` }} />
      ))}
    </Skeleton>
  );
}
