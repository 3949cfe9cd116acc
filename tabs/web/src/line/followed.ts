/** Something that components can follow: whoever subscribes is told that it is another now. */
export class Followed {
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  protected tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
