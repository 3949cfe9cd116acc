import {
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import {
  ArrowRightRegular,
  ArrowUndoRegular,
  ThumbDislikeRegular,
  TrophyRegular,
} from "@fluentui/react-icons";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Stage, StageType } from "../api";
import { useMoves } from "./moves";
import type { Movable } from "./under-way";

const icons: Record<StageType, ReactElement> = {
  open: <ArrowRightRegular />,
  won: <TrophyRegular />,
  lost: <ThumbDislikeRegular />,
};

interface Props {
  opportunity: Movable;
  stage: Stage;
  stages: readonly Stage[];
  /** The button that opens the menu. */
  trigger: ReactElement;
  defaultOpen?: boolean;
}

/** Where an opportunity can go from its stage. */
export function MoveMenu({ opportunity, stage, stages, trigger, defaultOpen = false }: Props) {
  return (
    <Menu positioning={{ position: "below", align: "end" }} defaultOpen={defaultOpen}>
      <MenuTrigger disableButtonEnhancement>{trigger}</MenuTrigger>
      <MenuPopover>
        <MenuList>
          {stage.type === "open" ? (
            <Targets opportunity={opportunity} stages={stages.filter((other) => other.key !== stage.key)} />
          ) : (
            <ReopenItem opportunity={opportunity} />
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function Targets({ opportunity, stages }: { opportunity: Movable; stages: readonly Stage[] }) {
  const { t } = useTranslation();
  const { move } = useMoves();
  const open = stages.filter((stage) => stage.type === "open");
  const closing = stages.filter((stage) => stage.type !== "open");
  const item = (stage: Stage) => (
    <MenuItem key={stage.key} icon={icons[stage.type]} onClick={() => move(opportunity, stage)}>
      {stage.name}
    </MenuItem>
  );
  return (
    <MenuGroup>
      <MenuGroupHeader>{t("move.to")}</MenuGroupHeader>
      {open.map(item)}
      {open.length > 0 && closing.length > 0 && <MenuDivider />}
      {closing.map(item)}
    </MenuGroup>
  );
}

function ReopenItem({ opportunity }: { opportunity: Movable }) {
  const { t } = useTranslation();
  const { reopen } = useMoves();
  return (
    <MenuItem icon={<ArrowUndoRegular />} onClick={() => reopen(opportunity)}>
      {t("reopen.label")}
    </MenuItem>
  );
}
