export { connect } from "./connection";
export { HostContext, useHost } from "./host-context";
export { type Host, OutsideTeams, SignInFailed, type ThemeName } from "./host";
export { themes } from "./theme";
