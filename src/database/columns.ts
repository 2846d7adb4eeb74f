/** Column options for entities, so that each kind of column is defined once. */

/** Milliseconds since 1970. PostgreSQL hands a bigint over as text; within 2^53 it is a number here. */
export const instant = {
  type: 'bigint',
  transformer: { to: (value: unknown) => value, from: (value: string | number | null) => (value === null ? null : Number(value)) },
} as const;

/** A JSON value kept as text: both engines take it, and neither reorders it. */
export const json = {
  type: 'text',
  transformer: {
    to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
    from: (value: string | null) => (value === null ? null : (JSON.parse(value) as unknown)),
  },
} as const;
