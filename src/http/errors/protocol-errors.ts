/**
 * What is wrong with a request before any of it is understood, or with the GraphQL in it. These are Apollo's codes, which clients know;
 * the rest of what can go wrong stands in shared/errors.ts. The README's error table is checked against both.
 */
export const protocolErrorTable = {
  BAD_REQUEST: { status: 400, meaning: 'The HTTP request is none that a GraphQL server understands.' },
  GRAPHQL_PARSE_FAILED: { status: 400, meaning: 'The document is not written in GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, meaning: 'The document does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    meaning: 'The document has several operations and none is named, or not the one that is named.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: { status: 200, meaning: 'Persisted queries are not served; send the document.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ProtocolErrorCode = keyof typeof protocolErrorTable;

export function isProtocolErrorCode(code: unknown): code is ProtocolErrorCode {
  return typeof code === 'string' && Object.hasOwn(protocolErrorTable, code);
}
