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
