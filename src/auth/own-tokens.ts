import { ACCESS_TOKEN_TYPE, SECRET_CLAIM, UNRESTRICTED_CLAIM } from './access-token';
import { InvalidToken, malformedClaims } from './invalid-token';
import { knownPermissions } from './scope';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys';
import type { SoundClaims, TrustedIssuer } from './trusted-issuer';
import type { OwnToken } from './verified-token';

/** This server as an issuer of tokens. */
export function ownIssuer(issuer: string, audience: string, keys: SigningKeys): TrustedIssuer {
  return {
    issuer,
    audiences: [audience],
    types: [ACCESS_TOKEN_TYPE],
    algorithms: [SIGNING_ALGORITHM],
    get keysVersion() {
      return keys.version;
    },
    async key(kid) {
      const key = await keys.publicKey(kid);
      if (!key) throw new InvalidToken('The token names no known key of its issuer.');
      return key;
    },
    read: readOwnToken,
  };
}

/** RFC 9068, section 2.2. */
function readOwnToken(claims: SoundClaims): OwnToken {
  const { sub, client_id: clientId, jti, exp, scope = '', [SECRET_CLAIM]: secret, [UNRESTRICTED_CLAIM]: unrestricted } = claims;
  if (typeof clientId !== 'string' || clientId === '' || typeof jti !== 'string' || jti === '' || typeof scope !== 'string') {
    throw malformedClaims();
  }
  const limit = unrestricted === true ? null : knownPermissions(scope);
  const secretId = typeof secret === 'string' ? secret : null;
  return { outside: null, id: jti, clientId, secretId, subject: sub, expiresAt: exp * 1000, limit };
}
