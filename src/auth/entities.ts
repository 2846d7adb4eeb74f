import { AccessStateEntity } from './access-state.entity';
import { SigningKeyEntity } from './signing-key.entity';
import { TokenAttemptEntity } from './token-attempts/token-attempt.entity';

export const authEntities = [AccessStateEntity, SigningKeyEntity, TokenAttemptEntity];
