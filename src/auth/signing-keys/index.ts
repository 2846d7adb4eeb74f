export { SIGNING_ALGORITHM } from './signing-key';
export type { SigningKeys } from './signing-keys';
