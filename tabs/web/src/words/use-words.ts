import { useMemo } from "react";
import { useChoices, useMembers, useStages } from "../api";
import { useFormats } from "../strings";
import type { Words } from "./words";

/** The names that are needed to say values; they fill in as the API answers. */
export function useWords(): Words {
  const formats = useFormats();
  const stages = useStages().data;
  const members = useMembers().data?.items;
  const choices = useChoices().data;
  return useMemo(
    () => ({ formats, stages: stages ?? [], members: members ?? [], choices: choices ?? null }),
    [formats, stages, members, choices],
  );
}
