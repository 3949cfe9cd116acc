import {
  Button,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useFramework, useMe, usePipeline, useWorkspace } from "../api";
import { useNavigation, useRoute } from "../router";
import { Failed, useFocusReturn, Waiting } from "../ui";
import { AuditSection } from "./audit-section";
import { FrameworkSection } from "./framework-section";
import { PersonSection } from "./person-section";
import { PlaceSection } from "./place-section";
import { StagesSection } from "./stages-section";
import { WorkspaceSection } from "./workspace-section";

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

/** What holds for everybody in the workspace: where it is, the questions, and what each stage requires; and where the
 * reader is. Who is no owner sees only where both are. */
export function SettingsDrawer() {
  const styles = useStyles();
  const open = useRoute().beside === "settings";
  const { close } = useNavigation();
  return (
    <OverlayDrawer
      className={styles.drawer}
      position="end"
      open={open}
      onOpenChange={(_, data) => !data.open && close()}
    >
      {open && <Contents />}
    </OverlayDrawer>
  );
}

function Contents() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { close } = useNavigation();
  useFocusReturn();
  const button = <Button appearance="subtle" icon={<DismissRegular />} aria-label={t("close")} onClick={close} />;
  return (
    <>
      <DrawerHeader>
        <DrawerHeaderTitle action={button}>{t("settings.label")}</DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>
        <Sections />
      </DrawerBody>
    </>
  );
}

function Sections() {
  const framework = useFramework();
  const pipeline = usePipeline();
  const workspace = useWorkspace();
  const owns = useMe().data?.member.role === "owner";
  const failed = [framework, pipeline, workspace].find((query) => query.isError && !query.data);
  if (failed) return <Failed error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!framework.data || !pipeline.data || !workspace.data) return <Waiting />;
  const place = <PlaceSection workspace={workspace.data} />;
  const settled = <WorkspaceSection workspace={workspace.data} />;
  if (!owns) {
    return (
      <>
        {place}
        {settled}
      </>
    );
  }
  return (
    <>
      {settled}
      {place}
      <FrameworkSection framework={framework.data} />
      <StagesSection stages={pipeline.data.stages} framework={framework.data} />
      <PersonSection />
      <AuditSection />
    </>
  );
}
