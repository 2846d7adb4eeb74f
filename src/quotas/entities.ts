import { QuotaBucketEntity } from './quota-bucket.entity';

export const quotaEntities = [QuotaBucketEntity];
