import { Violations } from '../../shared/violations';
import { checkDetails, metadataAsText, tagsAsText } from './check-details';
import { prepareLines, type PreparedLine } from './prepare-lines';
import { requestHashOf } from './request-hash';
import type { TransactionInput } from './transaction-input.types';
import { TransactionStatus } from './transaction.types';

/** A transaction whose rules were checked as far as that goes without the books; what is broken stands in `violations`. */
export interface PreparedTransaction {
  readonly date: number;
  readonly description: string;
  readonly status: TransactionStatus;
  readonly counterparty: string | null;
  readonly externalId: string | null;
  readonly tags: string | null;
  readonly metadata: string | null;
  readonly lines: readonly PreparedLine[];
  readonly idempotencyKey: string | null;
  readonly requestHash: string;
  readonly violations: Violations;
  readonly path: readonly string[];
}

/** `path` leads to the input; `baseCurrency` is that of the company. Never throws: every broken rule is in `violations`. */
export function prepareTransaction(
  input: TransactionInput,
  baseCurrency: string,
  path: readonly string[],
  mostViolations?: number,
): PreparedTransaction {
  const violations = new Violations(mostViolations);
  const status = input.status ?? TransactionStatus.POSTED;
  if (status === TransactionStatus.VOIDED) violations.add([...path, 'status'], 'NOT_ALLOWED', 'A new transaction is PENDING or POSTED.');
  checkDetails(input, path, violations, 'required');
  violations.text([...path, 'externalId'], input.externalId, 100, 'optional');
  violations.text([...path, 'idempotencyKey'], input.idempotencyKey, 200, 'optional');
  const lines = prepareLines(input.entries, baseCurrency, path, violations);
  const content = {
    date: input.date,
    description: input.description,
    status,
    counterparty: input.counterparty ?? null,
    externalId: input.externalId ?? null,
    tags: tagsAsText(input.tags),
    metadata: metadataAsText(input.metadata),
    lines,
  };
  const idempotencyKey = input.idempotencyKey ?? null;
  return { ...content, idempotencyKey, requestHash: requestHashOf(idempotencyKey, content), violations, path };
}
