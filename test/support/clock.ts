import type { Clock } from '../../src/shared/clock';

/** A clock that stands still until it is told otherwise. */
export class TestClock implements Clock {
  constructor(private instant = Date.parse('2026-07-01T12:00:00Z')) {}

  now(): number {
    return this.instant;
  }

  advance(milliseconds: number): void {
    this.instant += milliseconds;
  }

  set(instant: string | number): void {
    this.instant = typeof instant === 'number' ? instant : Date.parse(instant);
  }
}

/** The machine's clock, which can be put forward: for what others date who know no clock but the machine's. */
export class RunningClock implements Clock {
  private ahead = 0;

  now(): number {
    return Date.now() + this.ahead;
  }

  advance(milliseconds: number): void {
    this.ahead += milliseconds;
  }
}
