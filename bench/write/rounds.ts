import { median, medianRatio } from '../support/load';
import type { Target, Turn } from './targets';

/** The turns of each target, in the order of the rounds. */
export class Rounds {
  private readonly turns = new Map<string, Turn[]>();

  of(name: string): readonly Turn[] {
    return this.turns.get(name) ?? [];
  }

  /** Lets the targets take turns, one after the other, so that whatever else the machine does hits all alike. The first round only warms up. */
  async run(targets: readonly Target[], rounds: number, seconds: number): Promise<void> {
    for (let round = 0; round <= rounds; round += 1) {
      console.log(round === 0 ? '  warming up' : `  round ${round} of ${rounds}`);
      for (const { name, run } of targets) {
        const turn = await run(round === 0 ? Math.min(1, seconds) : seconds);
        if (round === 0) continue;
        this.turns.set(name, [...this.of(name), turn]);
        const times = turn.p50 === undefined ? '' : `, ${turn.p50.toFixed(1)} / ${turn.p99!.toFixed(1)} ms`;
        console.log(`    ${name.padEnd(48)} ${turn.rate.toFixed(0).padStart(7)}/s${times}`);
      }
    }
  }

  median(name: string, of: keyof Turn): number {
    return median(this.of(name).map((turn) => turn[of] ?? NaN));
  }

  /** The middle of the ratios in each round. */
  ratio(name: string, other: string, of: keyof Turn = 'rate'): number {
    const values = (target: string) => this.of(target).map((turn) => turn[of] ?? NaN);
    return medianRatio(values(name), values(other));
  }

  /** The middle over the rounds of how much longer one in a hundred waits than the middle one. */
  tail(name: string): number {
    return median(this.of(name).map(({ p50, p99 }) => p99! / p50!));
  }

  /** A line for each target. */
  table(): string {
    const rows = [...this.turns.keys()].map((name) => [
      name,
      this.median(name, 'rate').toFixed(0),
      this.of(name)[0]!.p50 === undefined ? '' : this.median(name, 'p50').toFixed(1),
      this.of(name)[0]!.p99 === undefined ? '' : this.median(name, 'p99').toFixed(1),
      this.median(name, 'cpu').toFixed(0),
    ]);
    return alignedTable(['medians', 'a second', 'p50 ms', 'p99 ms', 'server µs each'], rows);
  }
}

/** Columns as wide as their widest cell; all but the first stand to the right. */
export function alignedTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ');
  return [head, ...rows].map(line).join('\n');
}
