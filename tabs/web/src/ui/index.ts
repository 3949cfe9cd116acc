export { Barrier } from "./barrier";
export { useFocusHeir } from "./focus-heir";
export { findTitle, useFocusReturn } from "./focus-return";
export { invalid } from "./invalid";
export { NoticesProvider, type Notify, useNotify } from "./notices";
export { explain, Failed, Problem } from "./problem";
export { useTellFailure } from "./tell-failure";
export { Waiting } from "./waiting";
