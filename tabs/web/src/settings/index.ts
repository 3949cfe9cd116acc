export { SettingsDrawer } from "./settings-drawer";
