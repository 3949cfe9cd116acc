import { ApiError, type Stage, Unreachable, type Values } from "../api";
import { SignInFailed } from "../host";
import { Followed } from "./followed";
import type { Line } from "./line";
import type { Shelf } from "./shelf";

/** A change that was asked for: kept until it is answered, and sent again with the same key until it is. */
export interface Waiting {
  /** Its key in the API, which carries it out only once however often it is sent. */
  id: string;
  /** Whose change it is: others who use the same browser neither see nor send it. */
  who: string;
  at: number;
  opportunity: { number: number; name: string; version: number };
  /** Where it is to go; null where it is to be opened again. */
  stage: Stage | null;
  answer?: Readonly<Record<string, unknown>> | { fields: Values };
  /** The version that it was sent for, once it was. */
  version?: number;
  /** Whether it has to wait longer than an answer takes. */
  stalled: boolean;
  /** Why it could not be carried out any more; shown until somebody has read it. */
  refused?: string;
}

/** Somebody has decided that a change is not to be sent any more. */
export class Discarded extends Error {
  override readonly name = "Discarded";
}

const AGAIN_MS = 5_000;

/** The changes that have no answer yet. */
export class Outbox extends Followed {
  private items: readonly Waiting[] = [];
  private left: readonly string[] = [];
  private shelf: Shelf<Waiting>;
  private readonly stops = new Map<string, AbortController>();

  constructor(
    private readonly line: Line,
    shelf: Shelf<Waiting>,
    private who = "",
  ) {
    super();
    this.shelf = shelf;
  }

  readonly list = (): readonly Waiting[] => this.items;

  get lasting(): boolean {
    return this.shelf.lasting;
  }

  /** Whether leaving now would leave something unsent behind. */
  get isWaiting(): boolean {
    return this.items.some((item) => item.refused === undefined);
  }

  /** Whether something has to wait longer than an answer takes. */
  get isStuck(): boolean {
    return this.items.some((item) => item.stalled && item.refused === undefined);
  }

  /**
   * Knows who is here, whose is all that was added before, and what they left behind, oldest first; `takeLeft` gives
   * it to be sent again.
   */
  async open(shelf: Shelf<Waiting>, who: string): Promise<void> {
    [this.shelf, this.who] = [shelf, who];
    const known = this.items.map((item) => ({ ...item, who }));
    this.set(known);
    const found = (await shelf.all().catch(() => [])).filter((item) => item.who === who);
    const left = found.filter(({ id }) => known.every((item) => item.id !== id));
    left.sort((one, other) => one.at - other.at);
    this.left = left.filter(({ refused }) => refused === undefined).map(({ id }) => id);
    this.set([...left.map((item) => ({ ...item, stalled: true })), ...this.items]);
    // As they are by now: one may have been sent meanwhile.
    const kept = known.map(({ id }) => this.find(id)).filter((item) => item !== undefined);
    await Promise.all(kept.map((item) => this.keep(item)));
  }

  /** What was left behind and is to be sent again, once. */
  takeLeft(): Waiting[] {
    const taken = this.left.map((id) => this.find(id)).filter((item) => item !== undefined);
    this.left = [];
    return taken;
  }

  /** Takes in a change before it is sent. */
  add(change: Pick<Waiting, "opportunity" | "stage" | "answer">): Waiting {
    const { number } = change.opportunity;
    const stalled = !this.line.isUp() || this.items.some((one) => one.opportunity.number === number && one.stalled);
    const item: Waiting = { ...change, id: crypto.randomUUID(), who: this.who, at: Date.now(), stalled };
    this.set([...this.items, item]);
    void this.keep(item);
    return item;
  }

  /**
   * Sends a change, as often as it takes until Leadline answers; `version` is the one to send it for, unless it was
   * sent for another before. Rejects with what the answer says against it, or with Discarded.
   */
  async send<Result>(id: string, version: number, change: (version: number) => Promise<Result>): Promise<Result> {
    // Discarded while those before it were on their way.
    if (!this.find(id)) throw new Discarded();
    const stop = this.stopOf(id);
    for (;;) {
      if (!this.line.isUp()) this.update(id, { stalled: true });
      await this.line.whenUp(stop.signal);
      const sent = this.find(id)?.version ?? version;
      this.update(id, { version: sent });
      try {
        const result = await change(sent);
        this.drop(id);
        return result;
      } catch (error) {
        if (!this.mayWait(id, error)) throw error;
        this.update(id, { stalled: true });
        if (!(error instanceof Unreachable)) await pause(AGAIN_MS, stop.signal);
      }
    }
  }

  /** Resolves once a change has to wait for the line. */
  whenStalled(id: string): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        const item = this.find(id);
        if (item && !item.stalled) return;
        stop();
        if (item) resolve();
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  /** Keeps for its reader that a change could not be carried out any more, and why. */
  refuse(id: string, why: string): void {
    this.update(id, { refused: why });
  }

  /** Forgets a change: it is answered, told, or not wanted any more. */
  drop(id: string): void {
    this.set(this.items.filter((item) => item.id !== id));
    const stop = this.stops.get(id);
    this.stops.delete(id);
    stop?.abort(new Discarded());
    void this.shelf.remove(id).catch(() => undefined);
  }

  find(id: string): Waiting | undefined {
    return this.items.find((item) => item.id === id);
  }

  /** Whether another try may help: nothing was answered, or, of what waits already, the answer was not about it. */
  private mayWait(id: string, error: unknown): boolean {
    if (error instanceof Unreachable) return true;
    if (!this.find(id)?.stalled) return false;
    if (error instanceof SignInFailed) return true;
    return error instanceof ApiError && (error.status >= 500 || [401, 429].includes(error.status));
  }

  private stopOf(id: string): AbortController {
    const stop = this.stops.get(id) ?? new AbortController();
    this.stops.set(id, stop);
    return stop;
  }

  private update(id: string, change: Partial<Waiting>): void {
    const item = this.find(id);
    if (!item || Object.entries(change).every(([name, value]) => item[name as keyof Waiting] === value)) return;
    const changed = { ...item, ...change };
    this.set(this.items.map((one) => (one.id === id ? changed : one)));
    void this.keep(changed);
  }

  private async keep(item: Waiting): Promise<void> {
    // A full disk must not stop what can be sent right now.
    await this.shelf.put(item).catch(() => undefined);
    // Answered while it was written.
    if (!this.find(item.id)) await this.shelf.remove(item.id).catch(() => undefined);
  }

  private set(items: readonly Waiting[]): void {
    this.items = items;
    this.tell();
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
