import { useEffect, useRef, type RefObject } from "react";
import {
  Badge,
  Button,
  Caption1,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderNavigation,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
  Toolbar,
  ToolbarButton,
  ToolbarGroup,
} from "@fluentui/react-components";
import { ArrowLeftRegular, ArrowSwapRegular, DismissRegular, LinkRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { type CrmRecord, useRecord, useStages } from "../api";
import { useFocusReturn } from "../ui";
import { MoveMenu, useMoves } from "../moves";
import { useHost } from "../host";
import { findName } from "../strings";
import { RecordBody } from "./record-body";
import { type Place, subPageOf, useNavigation, useRoute } from "../router";

const useStyles = makeStyles({
  drawer: {
    width: "min(520px, 100vw)",
    "@media (max-width: 640px)": { width: "100vw", maxWidth: "100vw" },
  },
  navigation: { justifyContent: "space-between" },
  title: { overflowWrap: "anywhere" },
  kind: { display: "flex", alignItems: "center", gap: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground3 },
  body: { paddingBottom: tokens.spacingVerticalXXL },
});

interface Props {
  place: Place;
  /** Whether it was opened from another record. */
  inner: boolean;
}

/** One record beside the page: what is known of it and what happened to it. */
export function RecordDrawer() {
  const styles = useStyles();
  const route = useRoute();
  const { close } = useNavigation();
  return (
    <OverlayDrawer
      className={styles.drawer}
      position="end"
      open={route.beside === "record"}
      onOpenChange={(_, { open }) => !open && close()}
    >
      {route.beside === "record" && <Opened place={route.place} inner={route.trail.length > 0} />}
    </OverlayDrawer>
  );
}

/** What lasts as long as the drawer is open, whichever records are looked at meanwhile. */
function Opened({ place, inner }: Props) {
  useFocusReturn();
  const shown = subPageOf(place);
  return <Contents key={shown} place={place} heading={useHeadingFocus(shown)} inner={inner} />;
}

/** The heading takes the focus of a link that went with the record it was in: outside, no key would reach the drawer. */
function useHeadingFocus(shown: string) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(shown);
  useEffect(() => {
    if (before.current !== shown) heading.current?.focus();
    before.current = shown;
  }, [shown]);
  return heading;
}

interface Shown extends Props {
  heading: RefObject<HTMLHeadingElement | null>;
}

function Contents({ place, heading, inner }: Shown) {
  const styles = useStyles();
  const record = useRecord(place.kind, place.number);
  return (
    <>
      <DrawerHeader>
        <DrawerHeaderNavigation className={styles.navigation}>
          <Tools place={place} record={record.data ?? null} inner={inner} />
        </DrawerHeaderNavigation>
        <Title place={place} heading={heading} record={record.data ?? null} waiting={record.isPending} />
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <RecordBody place={place} record={record} />
      </DrawerBody>
    </>
  );
}

interface TitleProps extends Pick<Shown, "place" | "heading"> {
  record: CrmRecord | null;
  waiting: boolean;
}

function Title({ place, heading, record, waiting }: TitleProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const number = `${t(`kind.${place.kind}`)} #${place.number}`;
  const status = record?.status ? findName("status", record.status) : null;
  return (
    <>
      {(record ?? waiting) && (
        <Caption1 className={styles.kind}>
          {number}
          {status && (
            <Badge appearance="tint" color={COLORS[record?.status ?? ""] ?? "brand"}>
              {status}
            </Badge>
          )}
        </Caption1>
      )}
      <DrawerHeaderTitle className={styles.title} heading={{ ref: heading, tabIndex: -1 }}>
        {record?.name ?? (waiting ? (place.name ?? t("loading")) : number)}
      </DrawerHeaderTitle>
    </>
  );
}

const COLORS: Record<string, "success" | "subtle" | "brand"> = {
  won: "success",
  qualified: "success",
  lost: "subtle",
  disqualified: "subtle",
};

function Tools({ place, record, inner }: Props & { record: CrmRecord | null }) {
  const { t } = useTranslation();
  const { shareLink } = useHost();
  const { back, close } = useNavigation();
  return (
    <Toolbar aria-label={t("record.tools")} style={{ width: "100%", padding: 0, justifyContent: "space-between" }}>
      <ToolbarGroup>
        {inner && <ToolbarButton icon={<ArrowLeftRegular />} aria-label={t("back")} onClick={back} />}
        {record?.kind === "opportunity" && <MoveButton record={record} />}
        {shareLink && record && (
          <ToolbarButton icon={<LinkRegular />} onClick={() => shareLink(subPageOf(place), record.name)}>
            {t("record.share")}
          </ToolbarButton>
        )}
      </ToolbarGroup>
      <ToolbarGroup>
        <ToolbarButton icon={<DismissRegular />} aria-label={t("close")} onClick={close} />
      </ToolbarGroup>
    </Toolbar>
  );
}

function MoveButton({ record }: { record: CrmRecord }) {
  const { t } = useTranslation();
  const moves = useMoves();
  const stages = useStages().data ?? [];
  const stage = stages.find(({ key }) => key === record.stage);
  if (!moves.allowed || !stage) return null;
  const trigger = (
    <Button appearance="subtle" icon={<ArrowSwapRegular />}>
      {t("move.button")}
    </Button>
  );
  return <MoveMenu opportunity={record} stage={stage} stages={stages} trigger={trigger} />;
}
