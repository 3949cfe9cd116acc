import { makeStyles, ProgressBar, Text, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import type { CrmRecord } from "../api";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalXS },
  reasons: { color: tokens.colorNeutralForeground3, overflowWrap: "anywhere" },
});

/** How well an open lead or opportunity is qualified, and what speaks against it. */
export function RecordScore({ record }: { record: CrmRecord }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { score } = record;
  if (!score || record.status !== "open") return null;
  const label = t("record.score", { points: score.points, of: score.of });
  return (
    <div className={styles.root}>
      <Text weight="semibold">{label}</Text>
      <ProgressBar value={score.points} max={score.of} aria-label={label} />
      {score.reasons.length > 0 && (
        <Text className={styles.reasons} size={200}>
          {score.reasons.map(({ message }) => message).join(", ")}
        </Text>
      )}
    </div>
  );
}
