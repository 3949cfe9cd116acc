import { ToolbarButton, Tooltip } from "@fluentui/react-components";
import { SettingsRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useMe } from "../api";
import { useNavigation } from "../router";

/** Opens what owners set for everybody, and where the reader is. */
export function SettingsButton() {
  const { t } = useTranslation();
  const { openSettings } = useNavigation();
  if (!useMe().data) return null;
  return (
    <Tooltip content={t("settings.label")} relationship="label">
      <ToolbarButton icon={<SettingsRegular />} aria-haspopup="dialog" onClick={openSettings} />
    </Tooltip>
  );
}
