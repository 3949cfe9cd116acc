import { memo, useEffect, useId, useRef } from "react";
import { Avatar, Caption1, makeStyles, mergeClasses, shorthands, Text, tokens } from "@fluentui/react-components";
import { BuildingRegular, CalendarLtrRegular, CalendarErrorRegular, ClockRegular, PersonRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { BareCard, Person, Stage } from "../api";
import { useIsStalled } from "../line";
import { useNavigation } from "../router";
import { isPast, useFormats } from "../strings";
import { CardMenu } from "./card-menu";
import { useMoves } from "../moves";

const useStyles = makeStyles({
  root: {
    position: "relative",
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalMNudge} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow2,
    transitionProperty: "box-shadow, border-color",
    transitionDuration: tokens.durationFast,
    animationName: { from: { opacity: 0, transform: "translateY(4px)" }, to: { opacity: 1, transform: "none" } },
    animationDuration: tokens.durationSlow,
    animationTimingFunction: tokens.curveDecelerateMid,
    ":hover": { boxShadow: tokens.shadow8, ...shorthands.borderColor(tokens.colorTransparentStrokeInteractive) },
    // The title's button covers the card, so the ring belongs around the card.
    ":has([data-title]:focus-visible)": {
      outline: `2px solid ${tokens.colorStrokeFocus2}`,
      outlineOffset: "1px",
    },
  },
  top: { display: "flex", alignItems: "flex-start", gap: tokens.spacingHorizontalXS },
  title: {
    flexGrow: 1,
    minWidth: 0,
    padding: 0,
    border: "none",
    background: "none",
    color: "inherit",
    font: "inherit",
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    lineHeight: tokens.lineHeightBase300,
    textAlign: "start",
    overflowWrap: "anywhere",
    cursor: "pointer",
    outlineStyle: "none",
    "::after": { content: '""', position: "absolute", inset: 0, borderRadius: tokens.borderRadiusLarge },
  },
  menu: { position: "relative", flexShrink: 0, margin: "-4px -6px -4px 0" },
  line: {
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalXS,
    minWidth: 0,
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  whose: { alignItems: "flex-start" },
  middle: { display: "flex", alignItems: "flex-start", gap: tokens.spacingHorizontalS, minWidth: 0 },
  icon: { flexShrink: 0, fontSize: "16px", color: tokens.colorNeutralForeground3 },
  bottom: {
    display: "flex",
    alignItems: "center",
    flexWrap: "wrap",
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    paddingTop: tokens.spacingVerticalXXS,
  },
  amount: { fontVariantNumeric: "tabular-nums" },
  late: { color: tokens.colorPaletteRedForeground1 },
  number: { marginInlineStart: "auto", color: tokens.colorNeutralForeground3, fontVariantNumeric: "tabular-nums" },
  end: {
    position: "relative",
    marginInlineStart: "auto",
    display: "flex",
    alignItems: "center",
    gap: tokens.spacingHorizontalXS,
  },
  waiting: { fontSize: "20px", color: tokens.colorPaletteDarkOrangeForeground1 },
});

interface Props {
  card: BareCard;
  stage: Stage;
  stages: readonly Stage[];
}

export const BoardCard = memo(function BoardCard({ card, stage, stages }: Props) {
  const styles = useStyles();
  const { openRecord } = useNavigation();
  const { t } = useTranslation();
  const moves = useMoves();
  const stalled = useIsStalled(card.number);
  const title = useId();
  const button = useFollowedFocus(card.number);
  return (
    <li className={styles.root} aria-labelledby={title} data-number={card.number}>
      <div className={styles.top}>
        <button
          ref={button}
          id={title}
          type="button"
          data-title
          className={styles.title}
          onClick={() => openRecord({ kind: "opportunity", number: card.number, name: card.name })}
        >
          {card.name}
        </button>
        {moves.allowed && (
          <span className={styles.menu}>
            <CardMenu opportunity={card} stage={stage} stages={stages} />
          </span>
        )}
      </div>
      <div className={styles.middle}>
        <Whose card={card} />
        <Caption1 className={styles.number}>#{card.number}</Caption1>
      </div>
      <div className={styles.bottom}>
        <Figures card={card} open={stage.type === "open"} />
        <span className={styles.end}>
          {stalled && (
            <ClockRegular className={styles.waiting} role="img" aria-hidden={false} aria-label={t("offline.mark")} />
          )}
          <OwnerAvatar owner={card.owner ?? null} />
        </span>
      </div>
    </li>
  );
});

/** Gives the keyboard focus back to a card that has just moved under the reader's hands. */
function useFollowedFocus(number: number) {
  const button = useRef<HTMLButtonElement>(null);
  const { takeFocus } = useMoves();
  useEffect(() => {
    if (takeFocus(number)) button.current?.focus();
  }, [takeFocus, number]);
  return button;
}

function Whose({ card }: { card: BareCard }) {
  const styles = useStyles();
  // An opportunity is often called like its organization: then the person tells more.
  const whose = [card.organization, card.contact].find((one) => one && one.name !== card.name);
  if (!whose) return null;
  const Icon = whose === card.organization ? BuildingRegular : PersonRegular;
  return (
    <Caption1 className={mergeClasses(styles.line, styles.whose)}>
      <Icon className={styles.icon} aria-hidden />
      {whose.name}
    </Caption1>
  );
}

function Figures({ card, open }: { card: BareCard; open: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const formats = useFormats();
  const late = open && isPast(card.close_date ?? null);
  const Icon = late ? CalendarErrorRegular : CalendarLtrRegular;
  return (
    <>
      {card.amount && (
        <Text size={200} weight="semibold" className={styles.amount}>
          {formats.money(card.amount)}
        </Text>
      )}
      {card.close_date && (
        <Caption1 className={mergeClasses(styles.line, late && styles.late)}>
          <Icon
            className={mergeClasses(styles.icon, late && styles.late)}
            role="img"
            aria-hidden={false}
            aria-label={late ? t("board.overdue") : t("board.close_date")}
          />
          {formats.day(card.close_date)}
        </Caption1>
      )}
    </>
  );
}

function OwnerAvatar({ owner }: { owner: Person | null }) {
  const { t } = useTranslation();
  const text = owner ? t("board.owner", { name: owner.name }) : t("board.no_owner");
  const name = owner ? { name: owner.name, color: "colorful", idForColor: String(owner.id) } as const : {};
  return <Avatar {...name} size={24} title={text} aria-label={text} role="img" />;
}
