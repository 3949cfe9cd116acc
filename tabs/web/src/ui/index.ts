export { Barrier } from "./barrier";
export { useFocusHeir } from "./focus-heir";
export { findTitle, useFocusReturn } from "./focus-return";
export { NoticesProvider, type Notify, useNotify } from "./notices";
export { explain, Failed, Problem } from "./problem";
export { Waiting } from "./waiting";
