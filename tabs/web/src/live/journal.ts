import type { Board, Change, Patch } from "../api";
import { patchBoard } from "../moves";

/** Changes that are kept for boards that are read meanwhile. */
const MOST_KEPT = 300;

/**
 * What the stream has told of the board: an answer that was on its way meanwhile is older than what came here, and is
 * brought up to date by it.
 */
export class Journal {
  private began: number | null = null;
  private seen = 0;
  private patches: { from: number; patch: Patch | null }[] = [];

  /** The stream tells everything after `sequence` from now on. Says whether it starts over, as that is older than what
   * it has told: a host whose data were restored. */
  begin(sequence: number): boolean {
    const isFirst = this.began === null;
    if (!isFirst && sequence >= this.seen) return false;
    [this.began, this.seen, this.patches] = [sequence, sequence, []];
    return !isFirst;
  }

  add({ sequence, board }: Change): void {
    this.seen = Math.max(this.seen, sequence);
    if (board === undefined) return;
    this.patches.push({ from: sequence, patch: board });
    if (this.patches.length <= MOST_KEPT) return;
    const oldest = this.patches.shift();
    this.began = Math.max(this.began ?? 0, oldest?.patch?.sequence ?? this.seen);
  }

  /** Whether everything that a board lacks is known here, or on its way here. */
  reaches(board: Board): boolean {
    if (this.began === null) return true;
    const isComplete = this.patches.every(({ from, patch }) => patch !== null || from <= board.sequence);
    return isComplete && board.sequence >= this.began;
  }

  /** A board with everything that has been told since it was read. */
  catchUp(board: Board, limit: number): Board {
    return this.patches.reduce((known, { patch }) => (patch ? patchBoard(known, patch, limit) : known), board);
  }
}
