import { Followed } from "./followed";

/**
 * Whether Leadline can be reached, as far as anybody knows: the browser says when there is no network, and every call
 * says whether it was answered.
 */
export class Line extends Followed {
  private reachable = true;
  private readonly returns = new Set<() => void>();

  constructor(readonly hasNetwork: () => boolean = () => navigator.onLine) {
    super();
  }

  readonly isUp = (): boolean => this.reachable && this.hasNetwork();

  /** Something was answered. */
  readonly reached = (): void => this.set(true);

  /** Something was not answered, or there is no network. */
  readonly lost = (): void => this.set(false);

  /** Calls back when there is a network again, so that nobody waits any longer with the next try. */
  readonly onReturn = (listener: () => void): (() => void) => {
    this.returns.add(listener);
    return () => this.returns.delete(listener);
  };

  /** Resolves as soon as Leadline answers again; rejects with the reason of `signal`. */
  whenUp(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = this.subscribe(() => this.isUp() && finish(resolve));
      const abort = () => finish(() => reject(signal?.reason as Error));
      const finish = (then: () => void) => {
        stop();
        signal?.removeEventListener("abort", abort);
        then();
      };
      signal?.addEventListener("abort", abort, { once: true });
      if (signal?.aborted) abort();
      else if (this.isUp()) finish(resolve);
    });
  }

  /** Hears of the browser's network coming and going, until told to stop. */
  watch(target: Window = window): () => void {
    const gone = () => this.lost();
    // There is a network again; whether Leadline answers, the next call will tell.
    const back = () => {
      for (const listener of [...this.returns]) listener();
      this.tell();
    };
    target.addEventListener("offline", gone);
    target.addEventListener("online", back);
    return () => {
      target.removeEventListener("offline", gone);
      target.removeEventListener("online", back);
    };
  }

  private set(reachable: boolean): void {
    if (this.reachable === reachable) return;
    this.reachable = reachable;
    this.tell();
  }
}
