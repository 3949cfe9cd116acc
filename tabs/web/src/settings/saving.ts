import { useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Api, ApiError, CHANGING, ME, SETTINGS, useApi } from "../api";
import { useNotify, useTellFailure } from "../ui";

const LATE = new Set(["stage_changed_meanwhile", "workspace_changed_meanwhile"]);

/** Whether somebody else has saved what was to be saved. */
function isLate(error: Error): boolean {
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
  const tellFailure = useTellFailure();
  return useMutation({
    mutationFn: (given: Given) => send(api, given),
    onSuccess: (result) => notify({ intent: "success", title: said(result) }),
    onError: (error) => {
      if (error instanceof ApiError && (error.status === 422 || isLate(error))) return;
      tellFailure(error);
    },
    onSettled: () => Promise.all([[SETTINGS], ["stages"], [ME], [CHANGING]].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}

type Problems = Readonly<Record<string, string>>;

/** What is known of settings while they are changed: what is wrong with them, and whether somebody else was faster.
 * `version` is that of what was on screen when the first of them was changed, or when a later one was told. */
export function useSeen(current: number) {
  const [seen, setSeen] = useState<number | null>(null);
  const [late, setLate] = useState(false);
  const [problems, setProblems] = useState<Problems>({});
  return {
    version: seen ?? current,
    late,
    problems,
    setProblems,
    see: () => setSeen((version) => version ?? current),
    /** What becomes of it once it was sent; `saved` is called where it was taken. */
    outcome: (saved: () => void) => ({
      onSuccess: () => {
        saved();
        setSeen(null);
        setLate(false);
      },
      onError: (error: Error) => {
        setProblems(error instanceof ApiError ? error.fields : {});
        if (!isLate(error)) return;
        setSeen(null);
        setLate(true);
      },
    }),
  };
}
