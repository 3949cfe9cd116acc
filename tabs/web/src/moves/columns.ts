import type { BareCard, Board, Column, Money, Patch } from "../api";

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
export function renewCard(board: Board, { number, version }: Pick<BareCard, "number" | "version">): Board {
  const columns = board.columns.map((column) => ({
    ...column,
    cards: column.cards.map((card) => (card.number === number ? { ...card, version } : card)),
  }));
  return { ...board, columns };
}

export function findCard(board: Board, number: number): BareCard | undefined {
  return board.columns.flatMap((column) => column.cards).find((card) => card.number === number);
}

/** The board with what the stream tells of it, at most `limit` cards a column; what it knows already is left out. */
export function patchBoard(board: Board, patch: Patch, limit: number): Board {
  if (patch.sequence <= board.sequence) return board;
  const touched = new Set([...patch.gone, ...patch.cards.map(({ number }) => number)]);
  const columns = board.columns.map((column) => patchColumn(column, patch, touched, limit));
  return columns.every((column, index) => column === board.columns[index]) ? board : { ...board, columns };
}

function patchColumn(column: Column, patch: Patch, touched: ReadonlySet<number>, limit: number): Column {
  const figures = patch.columns.find(({ stage }) => stage === column.stage.key);
  const staying = column.cards.filter(({ number }) => !touched.has(number));
  const arrived = patch.cards.filter((card) => card.stage === column.stage.key && belongs(card, column));
  if (!figures && arrived.length === 0 && staying.length === column.cards.length) return column;
  const cards = [...staying, ...arrived].sort(newestFirst).slice(0, limit);
  return { ...column, ...(figures && pick(figures)), cards };
}

/** Whether a card is among those that a column shows: below its last one there may be others that are not known. */
function belongs(card: BareCard, column: Column): boolean {
  if (column.cards.length >= column.count) return true;
  const last = column.cards.at(-1);
  return last === undefined || card.number >= last.number || column.cards.some(({ number }) => number === card.number);
}

function pick({ count, totals, weighted }: Patch["columns"][number]) {
  return { count, totals, weighted };
}

/** Whether so many cards have left a column that those below them are missed. */
export function isShort(board: Board, limit: number): boolean {
  return board.columns.some(({ cards, count }) => {
    const wanted = Math.min(limit, count);
    return cards.length < wanted && (cards.length === 0 || wanted - cards.length >= limit / 5);
  });
}

// The newest is on top, as the API sorts them; otherwise the card would jump with the next answer.
function newestFirst(one: BareCard, other: BareCard): number {
  return other.number - one.number;
}

function takeOut(column: Column, card: BareCard): Column {
  const cards = column.cards.filter((other) => other.number !== card.number);
  return withSums({ ...column, cards, count: column.count - 1 }, card, -1n);
}

function putIn(column: Column, card: BareCard): Column {
  const cards = [...column.cards, card].sort(newestFirst);
  return withSums({ ...column, cards, count: column.count + 1 }, card, 1n);
}

/** A column whose sums have grown or shrunk by the amount of a card. */
function withSums(column: Column, { amount }: BareCard, sign: 1n | -1n): Column {
  if (!amount) return column;
  const change = { amount: fromUnits(sign * toUnits(amount.amount)), currency: amount.currency };
  const totals = sumByCurrency([...column.totals, change]).filter(isSome);
  const part = BigInt(column.stage.probability);
  const weighted = totals.map((sum) => ({ ...sum, amount: fromUnits((toUnits(sum.amount) * part) / 100n) }));
  return { ...column, totals, weighted };
}

function isSome({ amount }: Money): boolean {
  return toUnits(amount) !== 0n;
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
