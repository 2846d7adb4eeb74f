import type { Violations } from '../../shared/violations';

const MAX_TAGS = 20;

/** What may be edited for as long as a transaction is not voided. */
export interface Details {
  readonly description?: string | null;
  readonly counterparty?: string | null;
  readonly tags?: readonly string[] | null;
  readonly metadata?: object | null;
}

/** Adds every broken rule of the details; `path` leads to the transaction, `need` tells whether the description may be left out. */
export function checkDetails(details: Details, path: readonly string[], violations: Violations, need: 'required' | 'optional'): void {
  violations.text([...path, 'description'], details.description, 500, need);
  violations.text([...path, 'counterparty'], details.counterparty, 200, 'optional');
  violations.json([...path, 'metadata'], details.metadata, 16_384);
  const tags = details.tags ?? [];
  if (tags.length > MAX_TAGS) violations.add([...path, 'tags'], 'TOO_MANY', `A transaction has at most ${MAX_TAGS} tags.`);
  tags.forEach((tag, index) => violations.text([...path, 'tags', index], tag, 50));
}

/** As the database keeps them. */
export function tagsAsText(tags: readonly string[] | null | undefined): string | null {
  return tags?.length ? JSON.stringify(tags) : null;
}

export function metadataAsText(metadata: object | null | undefined): string | null {
  return metadata ? JSON.stringify(metadata) : null;
}
