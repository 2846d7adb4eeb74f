import { LRUCache } from 'lru-cache';
import { CacheCounts } from '../shared/cache-counts';

/** How much of the end of a token it is looked up by: of its signature, and so as good as random. */
const END = 64;

/**
 * What is known of tokens, by their whole text, for as many as were met last. They are looked up by their ends, since to hash the text
 * of a token takes longer than everything else that a remembered one costs.
 */
export class RememberedTokens<T> {
  readonly counts = new CacheCounts();
  private readonly byEnd: LRUCache<string, { readonly text: string; readonly known: T }>;

  constructor(max: number) {
    this.byEnd = new LRUCache({ max });
  }

  get(text: string): T | undefined {
    const found = this.byEnd.get(text.slice(-END));
    const known = found?.text === text ? found.known : undefined;
    this.counts.count(known !== undefined);
    return known;
  }

  set(text: string, known: T): void {
    this.byEnd.set(text.slice(-END), { text, known });
  }

  delete(text: string): void {
    const end = text.slice(-END);
    if (this.byEnd.get(end)?.text === text) this.byEnd.delete(end);
  }
}
