import { LRUCache } from 'lru-cache';
import type { AnomalyKind, Raised } from './finding';

const MOST_KEPT = 50_000;

/** When each kind was last raised for each subject. */
export class CoolDowns {
  private readonly raised = new LRUCache<string, number>({ max: MOST_KEPT });

  constructor(raised: Iterable<Raised>) {
    for (const { kind, subject, detectedAt } of raised) this.start(kind, subject, detectedAt);
  }

  start(kind: AnomalyKind, subject: string, at: number): void {
    const key = `${kind} ${subject}`;
    this.raised.set(key, Math.max(at, this.raised.get(key) ?? at));
  }

  isOver(kind: AnomalyKind, subject: string, at: number, length: number): boolean {
    const last = this.raised.get(`${kind} ${subject}`);
    return last === undefined || at >= last + length;
  }
}
