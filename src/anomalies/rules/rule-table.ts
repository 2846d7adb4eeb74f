import { costProbing } from './cost-probing';
import { denials } from './denials';
import { dormantActive } from './dormant-active';
import { duplicatePosting } from './duplicate-posting';
import { exportReading } from './export-reading';
import { idWalk } from './id-walk';
import { newAddress } from './new-address';
import { newField } from './new-field';
import { newUserAgent } from './new-user-agent';
import { quickReversal } from './quick-reversal';
import type { Rule } from './rule';
import { silence } from './silence';
import { staleSecret } from './stale-secret';
import { successAfterFailures } from './success-after-failures';
import { tokenChurn } from './token-churn';
import { tokenFailures } from './token-failures';
import { tokenSpray } from './token-spray';
import { unusualHours } from './unusual-hours';
import { volumeSpike } from './volume-spike';

/** All rules, in the order of the documentation. */
export const ruleTable: readonly Rule[] = [
  tokenFailures,
  tokenSpray,
  successAfterFailures,
  staleSecret,
  newAddress,
  newUserAgent,
  dormantActive,
  volumeSpike,
  silence,
  denials,
  idWalk,
  newField,
  exportReading,
  costProbing,
  unusualHours,
  quickReversal,
  duplicatePosting,
  tokenChurn,
];
