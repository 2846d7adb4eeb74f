/** What the editor needs of a store; the same shape as `localStorage`. */
export interface KeyValueStorage {
  readonly length: number;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
}

/**
 * Keeps what the editor remembers (tabs, variables, history) in this page's memory only. Client secrets and bearer tokens pass
 * through those, and whatever stands in `localStorage` outlives the session and can be read by any script of the origin.
 */
export function createMemoryStorage(): KeyValueStorage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}
