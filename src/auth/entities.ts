import { AccessStateEntity } from './access-state.entity';
import { SigningKeyEntity } from './signing-key.entity';

export const authEntities = [AccessStateEntity, SigningKeyEntity];
