import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Which operation a request means. */
export interface OperationAddress {
  readonly document: DocumentNode;
  /** A string that stands for the exact text of the document, such as Apollo's `queryHash`. Without it the document object is its own key. */
  readonly documentKey?: string;
  readonly operationName?: string | null;
}

/**
 * Keeps what was derived from an operation (its cost formula, the permissions of its root fields), for the operations used last.
 * Undefined is not kept: unknown operations must not push known ones out.
 */
export class OperationCache<T extends object> {
  private readonly entries: LRUCache<string, T>;

  /** @param maxOperations how many operations are remembered at most */
  constructor(
    maxOperations: number,
    private readonly derive: (address: OperationAddress) => T | undefined,
  ) {
    this.entries = new LRUCache({ max: maxOperations });
  }

  get size(): number {
    return this.entries.size;
  }

  /** Whatever `derive` throws is thrown here, and nothing is kept. */
  get(address: OperationAddress): T | undefined {
    const key = operationKey(address);
    const known = this.entries.get(key);
    if (known !== undefined) {
      return known;
    }
    const derived = this.derive(address);
    if (derived !== undefined) {
      this.entries.set(key, derived);
    }
    return derived;
  }
}

const identities = new WeakMap<DocumentNode, string>();
let documentsSeen = 0;

/** Two keys are equal only for the same document and the same name. A given document key is told from one of ours by its first letter. */
function operationKey({ document, documentKey, operationName }: OperationAddress): string {
  const key = documentKey === undefined ? identityOf(document) : `=${documentKey}`;
  return operationName == null ? key : `${key}\0${operationName}`;
}

function identityOf(document: DocumentNode): string {
  let identity = identities.get(document);
  if (identity === undefined) {
    documentsSeen += 1;
    identity = `#${documentsSeen}`;
    identities.set(document, identity);
  }
  return identity;
}
