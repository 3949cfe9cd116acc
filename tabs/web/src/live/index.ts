export { LiveContext, useJournal, useLiveStatus } from "./live-context";
export { useLive } from "./live";
