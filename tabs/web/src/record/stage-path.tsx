import { makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { type CrmRecord, type Stage, useStages } from "../api";

const useStyles = makeStyles({
  root: { display: "flex", flexDirection: "column", gap: tokens.spacingVerticalS },
  path: { display: "flex", gap: tokens.spacingHorizontalXXS },
  step: {
    flex: 1,
    height: "6px",
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorNeutralBackground6,
  },
  reached: { backgroundColor: tokens.colorBrandBackground },
  won: { backgroundColor: tokens.colorPaletteGreenForeground3 },
  lost: { backgroundColor: tokens.colorNeutralForeground4 },
});

/** How far an opportunity has come. */
export function StagePath({ record }: { record: CrmRecord }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const stages = useStages().data ?? [];
  const current = stages.find(({ key }) => key === record.stage);
  if (!current) return null;
  const steps = stages.filter(({ type }) => type === "open");
  const look = current.type === "open" ? styles.reached : styles[current.type];
  return (
    <div className={styles.root}>
      <div className={styles.path} aria-hidden>
        {steps.map((step) => (
          <span key={step.key} className={mergeClasses(styles.step, isReached(step, current, steps) && look)} />
        ))}
      </div>
      <Text weight="semibold">{t("record.in_stage", { stage: record.stage_name ?? current.name })}</Text>
    </div>
  );
}

function isReached(step: Stage, current: Stage, steps: readonly Stage[]): boolean {
  return current.type !== "open" || steps.indexOf(step) <= steps.indexOf(current);
}
