import { useState, type ComponentProps } from "react";
import { createCustomFocusIndicatorStyle, makeStyles, tokens } from "@fluentui/react-components";
import { MoreHorizontalRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { Stage } from "../api";
import { type Movable, MoveMenu } from "../moves";

const useStyles = makeStyles({
  root: {
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    width: "24px",
    height: "24px",
    padding: 0,
    border: "none",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground3,
    fontSize: "20px",
    cursor: "pointer",
    ":hover": {
      backgroundColor: tokens.colorSubtleBackgroundHover,
      color: tokens.colorNeutralForeground2BrandHover,
    },
    ":active": { backgroundColor: tokens.colorSubtleBackgroundPressed },
    ...createCustomFocusIndicatorStyle({ outline: `2px solid ${tokens.colorStrokeFocus2}` }),
  },
});

interface Props {
  opportunity: Movable;
  stage: Stage;
  stages: readonly Stage[];
}

/** The three dots of a card. The menu is made when it is first wanted: a board has hundreds of cards. */
export function CardMenu({ opportunity, stage, stages }: Props) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  const label = t("move.label", { name: opportunity.name });
  if (!wanted) {
    return <Dots aria-label={label} aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />;
  }
  return (
    <MoveMenu
      opportunity={opportunity}
      stage={stage}
      stages={stages}
      trigger={<Dots aria-label={label} />}
      defaultOpen
    />
  );
}

function Dots(props: ComponentProps<"button">) {
  const styles = useStyles();
  return (
    <button type="button" {...props} className={styles.root}>
      <MoreHorizontalRegular />
    </button>
  );
}
