import type { Reader } from '../../database';
import type { LedgerDate } from '../../shared/dates';
import { grouped, type LoaderDefinition } from '../../shared/loaders';
import { BalanceRepository, type Balance } from './balance.repository';

/** Balances of accounts as fields ask for them: all accounts of a level in one statement for each set of arguments. */
export class Balances {
  private readonly repository: BalanceRepository;
  private readonly loaders = new WeakMap<object, Map<string, LoaderDefinition<number, readonly Balance[]>>>();

  constructor(reader: Reader) {
    this.repository = new BalanceRepository(reader);
  }

  /** The loader for one set of arguments; `request` is the object that stands for the request. */
  loader(request: object, asOf: LedgerDate | undefined, includeChildren: boolean): LoaderDefinition<number, readonly Balance[]> {
    let own = this.loaders.get(request);
    if (!own) this.loaders.set(request, (own = new Map()));
    const name = `${asOf ?? 'ever'} ${includeChildren}`;
    let loader = own.get(name);
    if (!loader) {
      loader = { batch: (keys) => this.load(keys, asOf, includeChildren) };
      own.set(name, loader);
    }
    return loader;
  }

  private async load(keys: readonly number[], asOf: LedgerDate | undefined, includeChildren: boolean): Promise<Balance[][]> {
    const found = await this.repository.ofAccounts(keys, asOf, includeChildren);
    return grouped(keys, found, (balance) => balance.accountKey);
  }
}
