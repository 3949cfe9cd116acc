export { useLeftBehind } from "./left-behind";
export { LineBar } from "./line-bar";
export { LineContext, useIsStalled, useIsUp, useLine, useOutbox } from "./line-context";
export { Line } from "./line";
export { opening } from "./opening";
export { Discarded, Outbox } from "./outbox";
export { forgetful } from "./shelf";
