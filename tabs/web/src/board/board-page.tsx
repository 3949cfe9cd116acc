import { useState } from "react";
import { Problem } from "../ui";
import { BoardColumns } from "./board-columns";
import { BoardHeader } from "./board-header";
import { BoardSkeleton } from "./board-skeleton";
import { EmptyBoard } from "./empty-board";
import { FIRST_CARDS, MOST_CARDS, useBoard, useKnownBoard } from "./use-board";

/** The pipeline as a board: what is where, and how much it is worth. */
export function BoardPage() {
  const [limit, setLimit] = useState(FIRST_CARDS);
  const board = useBoard(limit);
  const few = useKnownBoard(FIRST_CARDS);
  if (board.isPending) return <BoardSkeleton />;
  // An outdated board is better than none: the failure of a refresh, or to show more, is told in the header only.
  const shown = board.data ?? few;
  if (!shown) return <Problem error={board.error} onRetry={() => void board.refetch()} />;
  const empty = shown.columns.every((column) => column.count === 0);
  const showMore = () => (limit < MOST_CARDS ? setLimit(MOST_CARDS) : void board.refetch());
  return (
    <>
      <BoardHeader board={shown} outdated={board.isError} />
      {empty ? (
        <EmptyBoard />
      ) : (
        <BoardColumns board={shown} onMore={limit < MOST_CARDS || !board.data ? showMore : null} />
      )}
    </>
  );
}
