/** How often a cache knew what it was asked for, and how often it did not, since the process began. */
export class CacheCounts {
  hits = 0;
  misses = 0;

  count(known: boolean): void {
    if (known) this.hits += 1;
    else this.misses += 1;
  }
}
