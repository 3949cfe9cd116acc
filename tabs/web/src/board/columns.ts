import type { Board, Column, Money, OpportunityCard } from "../api/types";

/** The board with one card in another column, as it will look once the server has agreed. */
export function moveCard(board: Board, number: number, stage: string): Board {
  const card = findCard(board, number);
  if (!card || card.stage === stage) return board;
  const columns = board.columns.map((column) => {
    if (column.stage.key === card.stage) return takeOut(column, card);
    if (column.stage.key === stage) return putIn(column, { ...card, stage });
    return column;
  });
  return { ...board, columns };
}

/** The board with what is known of a card after a change of its own, so that the next one is not taken for a late one. */
export function renewCard(board: Board, { number, version }: Pick<OpportunityCard, "number" | "version">): Board {
  const columns = board.columns.map((column) => ({
    ...column,
    cards: column.cards.map((card) => (card.number === number ? { ...card, version } : card)),
  }));
  return { ...board, columns };
}

export function findCard(board: Board, number: number): OpportunityCard | undefined {
  return board.columns.flatMap((column) => column.cards).find((card) => card.number === number);
}

function takeOut(column: Column, card: OpportunityCard): Column {
  const cards = column.cards.filter((other) => other.number !== card.number);
  return { ...column, cards, count: column.count - 1 };
}

function putIn(column: Column, card: OpportunityCard): Column {
  // The newest is on top, as the API sorts them; otherwise the card would jump with the next answer.
  const cards = [...column.cards, card].sort((one, other) => other.number - one.number);
  return { ...column, cards, count: column.count + 1 };
}

export interface Summary {
  count: number;
  totals: Money[];
  weighted: Money[];
}

/** What is still to be won: the open columns together, one sum for each currency. */
export function summarize(board: Board): Summary {
  const open = board.columns.filter((column) => column.stage.type === "open");
  return {
    count: open.reduce((count, column) => count + column.count, 0),
    totals: sumByCurrency(open.flatMap((column) => column.totals)),
    weighted: sumByCurrency(open.flatMap((column) => column.weighted)),
  };
}

/** Adds decimal strings exactly, one sum for each currency, in the order of their codes. */
export function sumByCurrency(moneys: readonly Money[]): Money[] {
  const sums = new Map<string, bigint>();
  for (const { amount, currency } of moneys) {
    sums.set(currency, (sums.get(currency) ?? 0n) + toUnits(amount));
  }
  const sorted = [...sums].sort(([one], [other]) => one.localeCompare(other));
  return sorted.map(([currency, units]) => ({ amount: fromUnits(units), currency }));
}

const PLACES = 6;

function toUnits(amount: string): bigint {
  const [, sign = "", whole = "0", part = ""] = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount) ?? [];
  return BigInt(sign + whole + part.padEnd(PLACES, "0").slice(0, PLACES));
}

function fromUnits(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, "0");
  const part = digits.slice(-PLACES).replace(/0{1,4}$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -PLACES)}.${part}`;
}
