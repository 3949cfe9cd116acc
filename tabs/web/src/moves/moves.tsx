import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { ApiError, type CrmRecord, type Stage } from "../api";
import { useLeftBehind, useOutbox } from "../line";
import { type Entry, useMove, useReopen } from "./changes";
import { EntryDialog } from "./entry-dialog";
import { LossDialog } from "./loss-dialog";
import { Queue } from "./queue";
import { type KeptMove, type Movable, type MoveRequest, movesUnderWay } from "./under-way";
import { UndoDialog } from "./undo-dialog";
import { useUndo } from "./undoing";

interface Moves {
  /** Whether the reader's role allows changes at all. */
  allowed: boolean;
  move: (opportunity: Movable, stage: Stage) => void;
  reopen: (opportunity: Movable) => void;
  undo: () => void;
  undoing: boolean;
  /** Whether the keyboard should follow this card into its new column; true only once after a move. */
  takeFocus: (number: number) => boolean;
}

const MovesContext = createContext<Moves | null>(null);

export function useMoves(): Moves {
  const moves = use(MovesContext);
  if (moves === null) throw new Error("used outside of MovesProvider");
  return moves;
}

/** Moves opportunities at once on the screen, and takes it back where the server refuses. */
export function MovesProvider({ mayMove, children }: { mayMove: boolean; children: ReactNode }) {
  const moved = useRef<number | null>(null);
  const [loss, setLoss] = useState<{ opportunity: Movable; stage: Stage } | null>(null);
  const [queue] = useState(() => new Queue());
  const queries = useQueryClient();
  const outbox = useOutbox();
  const undo = useUndo(queue);
  const { takeBack, ask: askToUndo, busy: undoing } = undo;
  const [entry, setEntry] = useState<Entry | null>(null);
  const ask = useCallback((missing: Entry) => {
    moved.current = null;
    setEntry(missing);
  }, []);
  const follow = useCallback((number: number) => {
    moved.current = number;
  }, []);
  const takeBackThis = useCallback(
    ({ number, name, version }: Movable) => takeBack({ body: { number, version }, records: [{ number, name }] }),
    [takeBack],
  );
  const { mutate: send, mutateAsync: sendAndWait } = useMove(queue, { undo: takeBackThis, ask, follow });
  const { mutate: sendReopen } = useReopen(queue, takeBackThis);
  useLeftBehind(mayMove, ({ id, opportunity, stage, answer }) => {
    if (stage) send({ id, opportunity, stage, ...(answer && { answer: answer as NonNullable<MoveRequest["answer"]> }) });
    else sendReopen({ id, opportunity });
  });
  const reopen = useCallback(
    (opportunity: Movable) => sendReopen({ id: outbox.add({ opportunity: only(opportunity), stage: null }).id, opportunity }),
    [outbox, sendReopen],
  );

  const move = useCallback(
    (opportunity: Movable, stage: Stage) => {
      if (stage.type === "lost") {
        setLoss({ opportunity, stage });
        return;
      }
      // Asked for twice, because nothing was seen to move yet.
      const latest = movesUnderWay(queries).findLast((one) => one.opportunity.number === opportunity.number);
      if (latest?.stage.key === stage.key) return;
      follow(opportunity.number);
      send(kept(outbox, { opportunity, stage }));
    },
    [queries, outbox, send, follow],
  );
  const renew = ({ version }: CrmRecord) => {
    setLoss((asked) => asked && { ...asked, opportunity: { ...asked.opportunity, version } });
    setEntry((asked) => asked && { ...asked, opportunity: { ...asked.opportunity, version } });
  };
  const answer = async (request: MoveRequest) => {
    const move = kept(outbox, request);
    // What has to wait is in the list from then on, and no dialog waits with it.
    await Promise.race([sendAndWait(move), outbox.whenStalled(move.id)]).catch((error: unknown) => {
      // A dialog that stays open answers for the record as its reader has been told that it is by now.
      if (error instanceof ApiError && error.current) renew(error.current);
      throw error;
    });
    follow(request.opportunity.number);
  };
  const takeFocus = useCallback((number: number) => {
    if (moved.current !== number) return false;
    moved.current = null;
    // Behind an open record the board has no claim to the focus.
    return document.querySelector('[role="dialog"]') === null;
  }, []);
  const moves = useMemo(
    () => ({ allowed: mayMove, move, reopen, undo: askToUndo, undoing, takeFocus }),
    [mayMove, move, reopen, askToUndo, undoing, takeFocus],
  );
  return (
    <MovesContext value={moves}>
      {children}
      {undo.asked && (
        <UndoDialog
          asked={undo.asked}
          busy={undoing}
          onConfirm={() => (undo.asked ? undo.confirm(undo.asked) : Promise.resolve())}
          onClose={undo.close}
        />
      )}
      {loss && (
        <LossDialog
          name={loss.opportunity.name}
          stage={loss.stage.name}
          onAnswer={(given) => answer({ ...loss, answer: given })}
          onClose={() => setLoss(null)}
        />
      )}
      {entry && (
        <EntryDialog
          name={entry.opportunity.name}
          stage={entry.stage.name}
          missing={entry.missing}
          onAnswer={(fields) => answer({ ...entry, answer: { fields } })}
          onClose={() => setEntry(null)}
        />
      )}
    </MovesContext>
  );
}

/** A move that is kept until it is answered. */
function kept(outbox: ReturnType<typeof useOutbox>, request: MoveRequest): KeptMove {
  const { stage, answer } = request;
  const { id } = outbox.add({ opportunity: only(request.opportunity), stage, ...(answer && { answer: { ...answer } }) });
  return { ...request, id };
}

/** What is worth keeping of an opportunity. */
function only({ number, name, version }: Movable): Movable {
  return { number, name, version };
}
