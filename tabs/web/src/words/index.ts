export { useWords } from "./use-words";
export { type Change, describeChanges, eventName, fieldName, labelOf, onDay, roleName, say, type Words } from "./words";
