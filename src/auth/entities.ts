import { SigningKeyEntity } from './signing-key.entity';

export const authEntities = [SigningKeyEntity];
