import { AnomalyWatchEntity } from './anomaly-watch.entity';
import { AnomalyEntity } from './anomaly.entity';
import { ClientTraitEntity } from './client-trait.entity';

export const anomalyEntities = [AnomalyEntity, ClientTraitEntity, AnomalyWatchEntity];
