interface Gate {
  underWay: number;
  waiting: number;
  readonly empty: Promise<void>;
  readonly open: () => void;
}

/**
 * Attempts that were let through and are not decided yet. Each may turn out a failure, so they count before they are checked: where there
 * is no room for more, the next ones wait until all that are under way are decided.
 */
export class InFlight {
  private readonly gates = new Map<string, Gate>();

  /** True where another attempt fits, and nobody has waited for longer. */
  fits(subject: string, room: number): boolean {
    const gate = this.gates.get(subject);
    return gate === undefined ? room > 0 : gate.waiting === 0 && gate.underWay < room;
  }

  enter(subject: string): void {
    const gate = this.gates.get(subject) ?? newGate();
    gate.underWay += 1;
    this.gates.set(subject, gate);
  }

  leave(subject: string): void {
    const gate = this.gates.get(subject)!;
    gate.underWay -= 1;
    if (gate.underWay > 0) return;
    this.gates.delete(subject);
    gate.open();
  }

  /** Resolves once all that are under way are decided; undefined where too many wait already. */
  decided(subject: string, mostWaiting: number): Promise<void> | undefined {
    const gate = this.gates.get(subject)!;
    if (gate.waiting >= mostWaiting) return undefined;
    gate.waiting += 1;
    return gate.empty;
  }
}

function newGate(): Gate {
  let open!: () => void;
  const empty = new Promise<void>((resolve) => (open = resolve));
  return { underWay: 0, waiting: 0, empty, open };
}
