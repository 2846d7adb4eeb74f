import DataLoader from 'dataloader';

/** How to load many rows by their keys in one statement, in the order of the keys. */
export interface LoaderDefinition<K, V> {
  /** `loaders` are those of the request, for what the next level is sure to ask for. */
  readonly batch: (keys: readonly K[], loaders: RequestLoaders) => Promise<readonly V[]>;
}

interface Loader<K, V> {
  readonly loaded: Map<K, V>;
  /** Made when somebody asks for what is not there yet. */
  waiting?: DataLoader<K, V>;
}

/** The loaders of one request: what is asked for on one level is read in one statement, and nothing twice. */
export class RequestLoaders {
  private readonly loaders = new Map<unknown, Loader<unknown, unknown>>();
  private readonly definitions = new Map<unknown, Map<string, unknown>>();

  of<K, V>(definition: LoaderDefinition<K, V>): DataLoader<K, V> {
    const loader = this.find(definition);
    return (loader.waiting ??= new DataLoader<K, V>((keys) => this.read(definition, loader, keys)));
  }

  /** The loader for a field with arguments: whoever asks with equal ones is answered by the same statement. */
  alike<A, K, V>(define: (args: A) => LoaderDefinition<K, V>, args: A): DataLoader<K, V> {
    let known = this.definitions.get(define);
    if (!known) this.definitions.set(define, (known = new Map()));
    const name = JSON.stringify(args);
    let definition = known.get(name) as LoaderDefinition<K, V> | undefined;
    if (!definition) known.set(name, (definition = define(args)));
    return this.of(definition);
  }

  /** The value, where it was loaded before: a promise for each of hundreds of rows costs more than what it stands for. */
  now<K, V>(definition: LoaderDefinition<K, V>, key: K): V | Promise<V> {
    return this.find(definition).loaded.get(key) ?? this.of(definition).load(key);
  }

  /** Reads what `now` is sure to be asked for, all at once; answers the values in the order of the keys. */
  async ahead<K, V>(definition: LoaderDefinition<K, V>, keys: readonly K[]): Promise<V[]> {
    const loader = this.find(definition);
    const missing = keys.filter((key) => !loader.loaded.has(key));
    if (missing.length > 0) await this.read(definition, loader, missing);
    return keys.map((key) => loader.loaded.get(key)!);
  }

  /** What was loaded is read again: something was written since. */
  forget(): void {
    this.loaders.clear();
  }

  private async read<K, V>(definition: LoaderDefinition<K, V>, { loaded }: Loader<K, V>, keys: readonly K[]): Promise<readonly V[]> {
    const values = await definition.batch(keys, this);
    keys.forEach((key, index) => loaded.set(key, values[index]!));
    return values;
  }

  private find<K, V>(definition: LoaderDefinition<K, V>): Loader<K, V> {
    let found = this.loaders.get(definition) as Loader<K, V> | undefined;
    if (!found) {
      found = { loaded: new Map<K, V>() };
      this.loaders.set(definition, found);
    }
    return found;
  }
}

/** Puts the rows that belong to each key together, in the order of `keys`. */
export function grouped<K, V>(keys: readonly K[], rows: readonly V[], keyOf: (row: V) => K): V[][] {
  const groups = new Map<K, V[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key)!);
}

/** Puts rows in the order of `keys`; `missing` stands where there is no row. */
export function inOrderOf<K, V, M>(keys: readonly K[], rows: readonly V[], keyOf: (row: V) => K, missing: M): (V | M)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? missing);
}
