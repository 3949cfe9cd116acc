import { useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError, type NextUndo, type Reference, type Undone, useApi } from "../api";
import { useOutbox } from "../line";
import { explain, useNotify } from "../ui";
import { eventName } from "../words";
import { useSettle } from "./changes";
import type { Queue } from "./queue";

/** A change that its reader is asked about. */
export type Asked = NonNullable<NextUndo["undo"]>;

interface Wish {
  body: { change: number; remove: boolean } | { number: number; version: number };
  /** What it is about, by name. */
  records: readonly Reference[];
}

/** Takes back the reader's last change of today: after asking, or at once where it was just named beside the button. */
export function useUndo(queue: Queue) {
  const api = useApi();
  const outbox = useOutbox();
  const settle = useSettle();
  const notify = useNotify();
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);

  const fail = (error: Error) =>
    notify({ intent: "warning", title: t("undo.failed"), body: explain(error, t).body, key: "undo" });
  const nothing = () => notify({ intent: "info", title: t("undo.nothing"), body: t("undo.nothing_body"), key: "undo" });

  const look = useMutation({
    mutationFn: async () => {
      // What is still on its way comes first.
      await queue.settle();
      return api.get<NextUndo>("/undo");
    },
    onSuccess: ({ undo }) => (undo ? setAsked(undo) : nothing()),
    onError: fail,
  });

  const take = useMutation({
    mutationFn: ({ body }: Wish) => api.post<Undone>("/undo", body),
    onSuccess: ({ undone }, { records }) => {
      const names = new Map(records.map(({ number, name }) => [number, name]));
      // Empty where an earlier request, whose answer was lost, had taken it back already.
      const what = undone.map(({ event, number }) => {
        const name = names.get(number);
        return name ? t("undo.of", { event: eventName(event), name, number }) : `${eventName(event)} (#${number})`;
      });
      notify({ intent: "success", title: t("undo.done"), body: what.join(", ") });
    },
    onError: (error) => (error instanceof ApiError && error.code === "nothing_to_undo" ? nothing() : fail(error)),
    onSettled: (_, error) => settle(error),
  });

  return {
    asked,
    close: () => setAsked(null),
    busy: look.isPending || take.isPending,
    ask: () => {
      if (outbox.isStuck) notify({ intent: "warning", title: t("undo.failed"), body: t("undo.waiting"), key: "undo" });
      else look.mutate();
    },
    confirm: async ({ change, records, removes }: Asked) => {
      const body = { change, remove: removes.length > 0 };
      // What went wrong was said in a notice.
      await take.mutateAsync({ body, records: [...records, ...removes] }).catch(() => undefined);
      setAsked(null);
    },
    takeBack: take.mutate,
  };
}
