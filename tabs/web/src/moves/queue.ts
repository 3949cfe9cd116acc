import { ApiError } from "../api";

interface Versioned {
  version: number;
}

interface Line {
  /** The version that the last change led to. */
  version: number;
  length: number;
  last: Promise<void>;
}

/** Why a change was never sent: the one before it came too late, and its reader is being told. */
export class Dropped extends Error {
  override readonly name = "Dropped";
}

/** Sends the changes of one record one after another, each for the version that the one before led to. */
export class Queue {
  private readonly lines = new Map<number, Line>();

  /** Carries out `change` once those before it are answered; rejects with Dropped where it no longer can be. */
  async add<Result extends Versioned>(
    record: Versioned & { number: number },
    change: (version: number) => Promise<Result>,
  ): Promise<Result> {
    const line = this.lineOf(record.number);
    line.length += 1;
    // What was on screen may be newer: somebody else's change that has arrived since.
    const result = line.last.then(() => change(Math.max(record.version, line.version)));
    line.last = result.then(({ version }) => void (line.version = version), dropNext);
    line.last.catch(() => undefined);
    try {
      return await result;
    } finally {
      line.length -= 1;
      if (line.length === 0) line.last = Promise.resolve();
    }
  }

  /** Whether a change of this record waits or is on its way. */
  isBusy(number: number): boolean {
    return (this.lines.get(number)?.length ?? 0) > 0;
  }

  /** Waits for everything that is in line by now. */
  async settle(): Promise<void> {
    await Promise.allSettled([...this.lines.values()].map(({ last }) => last));
  }

  private lineOf(number: number): Line {
    const line = this.lines.get(number) ?? { version: 0, length: 0, last: Promise.resolve() };
    this.lines.set(number, line);
    return line;
  }
}

/** After somebody else's change, what was to follow needs a second look; any other refusal changed nothing. */
function dropNext(error: unknown): void {
  if (error instanceof Dropped || (error instanceof ApiError && error.status === 409)) throw new Dropped();
}
