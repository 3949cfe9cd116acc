import type { ReactNode } from "react";
import { Caption1, makeStyles, MessageBar, MessageBarBody, MessageBarTitle, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";

const useStyles = makeStyles({
  fields: { display: "flex", flexDirection: "column", boxSizing: "border-box", width: "100%", margin: 0, padding: 0, border: "none" },
  legend: { padding: 0 },
  boxes: { display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(var(--box), 1fr))" },
  problem: { color: tokens.colorPaletteRedForeground1 },
});

interface BoxesProps {
  legend: string;
  /** Pixels of the narrowest box. */
  width: number;
  problem: string | undefined;
  /** The id of what describes them. */
  describedBy?: string;
  /** What stands below them. */
  below?: ReactNode;
  children: ReactNode;
}

/** Boxes to check. No Field: it gives its name to the first of them. */
export function Boxes({ legend, width, problem, describedBy, below, children }: BoxesProps) {
  const styles = useStyles();
  return (
    <fieldset className={styles.fields} aria-describedby={describedBy}>
      <legend className={styles.legend}>{legend}</legend>
      <div className={styles.boxes} style={{ "--box": `${width}px` } as object}>
        {children}
      </div>
      {problem && (
        <Caption1 className={styles.problem} role="alert">
          {problem}
        </Caption1>
      )}
      {below}
    </fieldset>
  );
}

/** What somebody else has saved meanwhile, so that it is replaced knowingly or not at all. */
export function Late({ of, settings }: { of: string; settings: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <MessageBar intent="warning" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{t("settings.changed_title", { stage: of })}</MessageBarTitle>
        {t("settings.changed", { settings: settings.join(" · ") })}
      </MessageBarBody>
    </MessageBar>
  );
}

/** The look of a form in which one of a list is picked. */
export const usePickerStyles = makeStyles({
  form: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalM,
    // Else the longest option is how wide it is, on a phone as well.
    "& select": { width: "100%", minWidth: 0 },
  },
  save: { alignSelf: "flex-start" },
});
