import { useId } from "react";
import { Body1, Button, Caption1, makeStyles, Title3, tokens } from "@fluentui/react-components";
import { ChatRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useHost } from "../host";
import { findName } from "../strings";

/** The commands of the chat that lead to an opportunity. */
const EXAMPLES = ["new", "qualify"];

const useStyles = makeStyles({
  root: {
    flexGrow: 1,
    minHeight: 0,
    overflowY: "auto",
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXL}`,
    gap: tokens.spacingVerticalM,
    textAlign: "center",
    color: tokens.colorNeutralForeground1,
    "::before": { content: '""', flex: 1 },
    "::after": { content: '""', flex: 2 },
  },
  picture: { width: "200px", maxWidth: "70%", color: tokens.colorBrandStroke1 },
  body: { maxWidth: "52ch", textAlign: "center", color: tokens.colorNeutralForeground2 },
  steps: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalS,
    margin: `${tokens.spacingVerticalS} 0`,
    padding: 0,
    listStyleType: "none",
    textAlign: "start",
  },
  step: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderRadius: `${tokens.borderRadiusXLarge} ${tokens.borderRadiusXLarge} ${tokens.borderRadiusXLarge} 0`,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    overflowWrap: "anywhere",
  },
});

/** Says how the first opportunity comes about: in the chat with the bot. */
export function EmptyBoard() {
  const styles = useStyles();
  const { t } = useTranslation();
  const example = useId();
  const { openChat } = useHost();
  return (
    <main className={styles.root}>
      <Picture className={styles.picture} />
      <Title3 as="h2">{t("empty.title")}</Title3>
      <Body1 className={styles.body}>{t("empty.body")}</Body1>
      <Caption1 id={example}>{t("empty.example")}</Caption1>
      <ol className={styles.steps} aria-labelledby={example}>
        {EXAMPLES.map((command) => (
          <li key={command} className={styles.step}>
            {findName("command", `${command}.example`)}
          </li>
        ))}
      </ol>
      {openChat && (
        <Button appearance="primary" icon={<ChatRegular />} onClick={openChat}>
          {t("empty.chat")}
        </Button>
      )}
    </main>
  );
}

/** Three columns, one card on its way: drawn in the colours of the theme. */
function Picture({ className }: { className: string }) {
  const columns = [0, 1, 2];
  return (
    <svg className={className} viewBox="0 0 200 120" fill="none" aria-hidden="true">
      {columns.map((column) => (
        <g key={column} transform={`translate(${column * 68} 0)`}>
          <rect width="60" height="116" y="2" x="2" rx="8" fill={tokens.colorNeutralBackground1} />
          <rect width="60" height="116" y="2" x="2" rx="8" stroke={tokens.colorNeutralStroke2} strokeWidth="1.5" />
          <rect width={24 + column * 6} height="6" x="12" y="13" rx="3" fill={tokens.colorNeutralStroke1} />
        </g>
      ))}
      <rect x="10" y="30" width="44" height="24" rx="5" stroke="currentColor" strokeDasharray="4 3" strokeWidth="1.5" />
      <g transform="rotate(5 112 70)">
        <rect x="84" y="54" width="52" height="30" rx="6" fill={tokens.colorBrandBackground2} stroke="currentColor" strokeWidth="1.5" />
        <rect x="92" y="62" width="28" height="5" rx="2.5" fill="currentColor" />
        <rect x="92" y="71" width="18" height="5" rx="2.5" fill="currentColor" opacity=".45" />
      </g>
      <path d="M52 60c8 10 16 12 26 11m-5-6 6 6-7 5" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
