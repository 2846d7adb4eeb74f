import { anomalyResolvers } from '../../anomalies';
import { auditResolvers } from '../../audit';
import { authResolvers } from '../../auth';
import { companyResolvers } from '../../companies';
import { developerResolvers } from '../../developers';
import { ledgerResolvers } from '../../ledger';
import { reportResolvers } from '../../reports';
import { usageResolvers } from '../../usage';
import { NodeResolver } from '../node.resolver';
import { UsageBucketResolver } from '../usage-bucket.resolver';
import type { ResolverClass } from './field-declarations';

/** Every class whose decorators make up the schema. */
export const resolverClasses: readonly ResolverClass[] = [
  ...authResolvers,
  ...developerResolvers,
  ...companyResolvers,
  ...ledgerResolvers,
  ...reportResolvers,
  ...auditResolvers,
  ...usageResolvers,
  ...anomalyResolvers,
  UsageBucketResolver,
  NodeResolver,
];
