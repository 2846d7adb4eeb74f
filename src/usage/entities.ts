import { UsageRecordEntity } from './usage-record.entity';
import { UsageRollupEntity } from './usage-rollup.entity';

export const usageEntities = [UsageRecordEntity, UsageRollupEntity];
