import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Api, ApiError, CHANGING, ME, SETTINGS, useApi } from "../api";
import { explain, useNotify } from "../ui";

const LATE = new Set(["stage_changed_meanwhile", "workspace_changed_meanwhile"]);

/** Whether somebody else has saved what was to be saved. */
export function isLate(error: Error): boolean {
  return error instanceof ApiError && LATE.has(error.code);
}

interface Setting<Result, Given> {
  send: (api: Api, given: Given) => Promise<Result>;
  /** The sentence once it is saved. */
  said: (result: Result) => string;
}

/** Saves a setting, says so, and reads again what shows it. Wrong fields, and
 * that somebody else was faster, are left to the caller to show. */
export function useSetting<Result, Given>({ send, said }: Setting<Result, Given>) {
  const api = useApi();
  const queries = useQueryClient();
  const notify = useNotify();
  const { t } = useTranslation();
  return useMutation({
    mutationFn: (given: Given) => send(api, given),
    onSuccess: (result) => notify({ intent: "success", title: said(result) }),
    onError: (error) => {
      if (error instanceof ApiError && (error.status === 422 || isLate(error))) return;
      const { title, body } = explain(error, t);
      notify({ intent: "error", title, body });
    },
    onSettled: () => Promise.all([[SETTINGS], ["stages"], [ME], [CHANGING]].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
