import { AccessStateEntity } from './access-state.entity';
import { RevokedTokenEntity } from './revoked-token.entity';
import { SigningKeyEntity } from './signing-keys/signing-key.entity';
import { TokenAttemptEntity } from './token-attempts/token-attempt.entity';
import { UsedAssertionEntity } from './client-assertion/used-assertion.entity';

export const authEntities = [AccessStateEntity, RevokedTokenEntity, SigningKeyEntity, TokenAttemptEntity, UsedAssertionEntity];
