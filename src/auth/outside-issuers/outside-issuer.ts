import type { CryptoKey } from 'jose';
import type { SoundClaims, TrustedIssuer } from '../trusted-issuer';
import type { OutsideToken } from '../verified-token';
import { outsideAlgorithms } from './fetch-keys';
import type { IssuerKeys } from './issuer-keys';
import { plainType, profileType, readOutsideToken } from './outside-tokens';

/** What is asked of the tokens of every outside issuer. */
export interface OutsideTokenRules {
  /** At least one; the first is told to those whose tokens are for another. */
  readonly audiences: readonly string[];
  readonly rolesClaim: string | undefined;
}

/** An issuer that the settings name, with keys of its own. */
export class OutsideIssuer implements TrustedIssuer {
  readonly types = [plainType, profileType];
  readonly algorithms = outsideAlgorithms;

  constructor(
    readonly issuer: string,
    private readonly keys: IssuerKeys,
    private readonly rules: OutsideTokenRules,
  ) {}

  get audiences(): readonly string[] {
    return this.rules.audiences;
  }

  get audienceToAskFor(): string {
    return this.rules.audiences[0]!;
  }

  get keysVersion(): number {
    return this.keys.version;
  }

  key(kid: string, algorithm: string): Promise<CryptoKey> {
    return this.keys.find(kid, algorithm);
  }

  read(claims: SoundClaims, type: string): OutsideToken {
    return readOutsideToken(this.issuer, claims, type, this.rules.rolesClaim);
  }
}
