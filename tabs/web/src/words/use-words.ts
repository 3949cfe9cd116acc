import { useMemo } from "react";
import { type Field, type Fields, useChoices, useFields, useMembers, useStages } from "../api";
import { useFormats } from "../strings";
import type { Words } from "./words";

/** The names that are needed to say values; they fill in as the API answers. */
export function useWords(): Words {
  const formats = useFormats();
  const stages = useStages().data;
  const members = useMembers().data?.items;
  const choices = useChoices().data;
  const fields = useFields().data;
  return useMemo(
    () => ({
      formats,
      stages: stages ?? [],
      members: members ?? [],
      choices: choices ?? null,
      lists: listsOf(fields ?? null),
      own: ownOf(fields ?? null),
    }),
    [formats, stages, members, choices, fields],
  );
}

/** A name means the same in every kind. How a record stands is no field of it, but told in words as well. */
function listsOf(fields: Fields | null): Record<string, string> {
  return { status: "status", ...Object.fromEntries(everyOf(fields).flatMap(({ name, list }) => (list ? [[name, list]] : []))) };
}

function ownOf(fields: Fields | null): Record<string, string> {
  return Object.fromEntries(everyOf(fields).flatMap(({ name, label }) => (label ? [[name, label]] : [])));
}

function everyOf(fields: Fields | null): readonly Field[] {
  return fields === null ? [] : (Object.values(fields) as Field[][]).flat();
}
