import type { Reader } from '../../database';
import type { LedgerDate } from '../../shared/dates';
import { grouped, type LoaderDefinition } from '../../shared/loaders';
import { BalanceRepository, type Balance } from './balance.repository';

interface BalanceArguments {
  readonly asOf: LedgerDate | undefined;
  readonly includeChildren: boolean;
}

/** Balances of accounts as fields ask for them: all accounts of a level in one statement for each set of arguments. */
export class Balances {
  private readonly repository: BalanceRepository;

  /** Of accounts by their internal keys. */
  readonly of = ({ asOf, includeChildren }: BalanceArguments): LoaderDefinition<number, readonly Balance[]> => ({
    batch: (keys) => this.load(keys, asOf, includeChildren),
  });

  constructor(reader: Reader) {
    this.repository = new BalanceRepository(reader);
  }

  private async load(keys: readonly number[], asOf: LedgerDate | undefined, includeChildren: boolean): Promise<Balance[][]> {
    const found = await this.repository.ofAccounts(keys, asOf, includeChildren);
    return grouped(keys, found, (balance) => balance.accountKey);
  }
}
