export type AnomalySeverity = 'LOW' | 'MEDIUM' | 'HIGH';

/** Every rule's name, in the order of the documentation. */
export const anomalyKinds = [
  'TOKEN_FAILURES',
  'TOKEN_SPRAY',
  'SUCCESS_AFTER_FAILURES',
  'STALE_SECRET',
  'NEW_ADDRESS',
  'NEW_USER_AGENT',
  'DORMANT_ACTIVE',
  'VOLUME_SPIKE',
  'SILENCE',
  'DENIALS',
  'ID_WALK',
  'NEW_FIELD',
  'EXPORT_READING',
  'COST_PROBING',
  'UNUSUAL_HOURS',
  'QUICK_REVERSAL',
  'DUPLICATE_POSTING',
  'TOKEN_CHURN',
] as const;

export type AnomalyKind = (typeof anomalyKinds)[number];

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Figures and short lists; never anything secret. */
export type Evidence = { readonly [key: string]: Json };

/** What a rule found, once in its cool-down. */
export interface Finding {
  readonly kind: AnomalyKind;
  readonly severity: AnomalySeverity;
  /** Null for nobody whom we know. */
  readonly developerKey: number | null;
  readonly credentialKey: number | null;
  /** What the cool-down counts by: a client, an address, a company. */
  readonly subject: string;
  readonly detectedAt: number;
  readonly windowFrom: number;
  readonly windowTo: number;
  readonly observed: number;
  /** Null where a rule has no expectation but its limit. */
  readonly expected: number | null;
  /** What happened, what it may mean and what to do, in two sentences or three. */
  readonly summary: string;
  readonly evidence: Evidence;
}

/** What was raised before, which cool-downs count from. */
export type Raised = Pick<Finding, 'kind' | 'subject' | 'detectedAt'>;
