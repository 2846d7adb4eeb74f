import DataLoader from 'dataloader';
import { forbidden, type Permission, type Principal } from '../../auth';
import type { CompanyReference } from '../../companies';
import type { Reader } from '../../database';
import { notFound } from '../../shared/errors';
import { parseId } from '../../shared/ids';
import { inOrderOf } from '../../shared/loaders';

/** What never changes of a transaction. */
export interface TransactionReference {
  readonly key: number;
  readonly id: string;
  readonly company: CompanyReference;
}

const columns = ['t.key', 't.id', 'c.key', 'c.id', 'c.base_currency'];

/** Finds the transactions that commands are about. What can still change of one is read by the writer, under the lock of its company. */
export class TransactionReferences {
  /** Requests that ask at once share a statement. */
  private readonly byId = new DataLoader<string, TransactionReference | undefined>((ids) => this.read(ids), {
    cache: false,
    maxBatchSize: 1000,
    batchScheduleFn: (read) => setImmediate(read),
  });

  constructor(private readonly reader: Reader) {}

  /**
   * A transaction of a company in which the caller holds the permission.
   * @throws AppError BAD_USER_INPUT for an id that is no UUID, NOT_FOUND, FORBIDDEN where the caller can see it but lacks the permission
   */
  async required(caller: Principal, id: string, permission: Permission): Promise<TransactionReference> {
    const reference = await this.byId.load(parseId(id, ['input', 'id']));
    if (reference && caller.holds(permission, reference.company.key)) return reference;
    const about = reference && { companyKey: reference.company.key, objectId: reference.id };
    throw reference && caller.holds('transactions:read', reference.company.key)
      ? forbidden([permission], about)
      : notFound('transaction', about);
  }

  private async read(ids: readonly string[]): Promise<(TransactionReference | undefined)[]> {
    const { dialect } = this.reader;
    const rest = `from transactions t join companies c on c.key = t.company_key where t.id in ${dialect.list('?1', 'uuid')}`;
    const rows = (await this.reader.rows(columns, rest, [dialect.bindList(ids)])) as [number, string, number, string, string][];
    const found = rows.map(([key, id, ...company]) => ({
      key,
      id,
      company: { key: company[0], id: company[1], baseCurrency: company[2] },
    }));
    return inOrderOf(ids, found, (reference) => reference.id, undefined);
  }
}
