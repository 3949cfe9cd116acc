import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  Text,
  tokens,
} from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useFramework, usePipeline } from "../api/queries";
import { useFocusReturn } from "../board/focus-return";
import { Failed } from "../problem";
import { Waiting } from "../record/record-body";
import { FrameworkSection } from "./framework-section";
import { StagesSection } from "./stages-section";

const useStyles = makeStyles({
  drawer: {
    width: "min(520px, 100vw)",
    "@media (max-width: 640px)": { width: "100vw", maxWidth: "100vw" },
  },
  body: {
    display: "flex",
    flexDirection: "column",
    gap: tokens.spacingVerticalXXL,
    paddingBottom: tokens.spacingVerticalXXL,
  },
});

interface Props {
  open: boolean;
  onClose: () => void;
}

/** What holds for everybody in the workspace: the questions, and what each stage requires. */
export function SettingsDrawer({ open, onClose }: Props) {
  const styles = useStyles();
  return (
    <OverlayDrawer
      className={styles.drawer}
      position="end"
      open={open}
      onOpenChange={(_, data) => !data.open && onClose()}
    >
      {open && <Contents onClose={onClose} />}
    </OverlayDrawer>
  );
}

function Contents({ onClose }: Pick<Props, "onClose">) {
  const styles = useStyles();
  const { t } = useTranslation();
  useFocusReturn();
  const close = <Button appearance="subtle" icon={<DismissRegular />} aria-label={t("close")} onClick={onClose} />;
  return (
    <>
      <DrawerHeader>
        <DrawerHeaderTitle action={close}>{t("settings.label")}</DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <Text>{t("settings.intro")}</Text>
        <Sections />
      </DrawerBody>
    </>
  );
}

function Sections() {
  const framework = useFramework();
  const pipeline = usePipeline();
  const failed = [framework, pipeline].find((query) => query.isError && !query.data);
  if (failed) return <Failed error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!framework.data || !pipeline.data) return <Waiting />;
  return (
    <>
      <FrameworkSection framework={framework.data} />
      <StagesSection stages={pipeline.data.stages} framework={framework.data} />
    </>
  );
}
