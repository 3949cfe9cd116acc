export { type Api, ApiError, createApi, type TokenSource, Unreachable } from "./client";
export { BOARDS, CHANGING, ConnectionContext, ME, recordKey, recordPath, RECORDS, SETTINGS, useApi, useChoices, useFields, useFramework, useIsLive, useMe, useMembers, usePipeline, usePlaces, usePolling, useRecord, useSearch, useStages, useTimeline, useWorkspace } from "./queries";
export * from "./types";
