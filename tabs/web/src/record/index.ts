export { RecordDrawer } from "./record-drawer";
