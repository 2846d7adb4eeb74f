import { Presets, SingleBar } from 'cli-progress';
import type { Terminal } from './terminal';

/** How far a piece of work of known size has come. */
export interface Progress {
  start(what: string, total: number): void;
  advance(by: number): void;
  stop(): void;
}

/** A bar where a person watches, a line now and then where the output is kept. */
export function progressOn(terminal: Terminal): Progress {
  return terminal.interactive ? new BarProgress() : new LineProgress(terminal);
}

class BarProgress implements Progress {
  private bar: SingleBar | undefined;

  start(what: string, total: number): void {
    if (total === 0) return;
    this.bar = new SingleBar(
      { format: `${what.padEnd(12)} {bar} {value}/{total} {eta_formatted}`, stream: process.stderr },
      Presets.shades_classic,
    );
    this.bar.start(total, 0);
  }

  advance(by: number): void {
    this.bar?.increment(by);
  }

  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}

class LineProgress implements Progress {
  private what = '';
  private done = 0;
  private total = 0;
  private told = 0;

  constructor(private readonly terminal: Terminal) {}

  start(what: string, total: number): void {
    Object.assign(this, { what, total, done: 0, told: 0 });
  }

  advance(by: number): void {
    this.done += by;
    // Every tenth of the work at most: a log of a long import stays readable.
    if (this.done < this.total && this.done - this.told < this.total / 10) return;
    this.told = this.done;
    this.terminal.err(`${this.what}: ${this.done} of ${this.total}`);
  }

  stop(): void {
    this.total = 0;
  }
}
