import { useState } from "react";
import { FIRST_CARDS, MOST_CARDS, useBoard } from "../api/queries";
import { Problem } from "../problem";
import { BoardColumns } from "./board-columns";
import { BoardHeader } from "./board-header";
import { BoardSkeleton } from "./board-skeleton";
import { EmptyBoard } from "./empty-board";

/** The pipeline as a board: what is where, and how much it is worth. */
export function BoardPage() {
  const [limit, setLimit] = useState(FIRST_CARDS);
  const board = useBoard(limit);
  if (board.isPending) return <BoardSkeleton />;
  // An outdated board is better than none: the failure of a refresh shows in the header only.
  if (!board.data) return <Problem error={board.error} onRetry={() => void board.refetch()} />;
  const empty = board.data.columns.every((column) => column.count === 0);
  return (
    <>
      <BoardHeader board={board.data} outdated={board.isError} />
      {empty ? (
        <EmptyBoard />
      ) : (
        <BoardColumns board={board.data} onMore={limit < MOST_CARDS ? () => setLimit(MOST_CARDS) : null} />
      )}
    </>
  );
}
