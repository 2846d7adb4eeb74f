import DataLoader from 'dataloader';

/** How to load many rows by their keys in one statement, in the order of the keys. */
export interface LoaderDefinition<K, V> {
  readonly batch: (keys: readonly K[]) => Promise<readonly V[]>;
}

/** The loaders of one request: what is asked for on one level is read in one statement, and nothing twice. */
export class RequestLoaders {
  private readonly loaders = new Map<unknown, DataLoader<unknown, unknown>>();

  of<K, V>(definition: LoaderDefinition<K, V>): DataLoader<K, V> {
    let loader = this.loaders.get(definition) as DataLoader<K, V> | undefined;
    if (!loader) {
      loader = new DataLoader<K, V>(definition.batch);
      this.loaders.set(definition, loader);
    }
    return loader;
  }
}

/** Puts rows in the order of `keys`; `missing` stands where there is no row. */
export function inOrderOf<K, V, M>(keys: readonly K[], rows: readonly V[], keyOf: (row: V) => K, missing: M): (V | M)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? missing);
}
