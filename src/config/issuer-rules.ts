import type { ParsedSettings } from './settings';

type Facts = Partial<Pick<ParsedSettings, 'oidcIssuers' | 'oidcAudiences' | 'oidcRolesClaim'>>;

/** What does not fit together in the settings of outside issuers; one sentence each. What could not be read has a problem of its own already. */
export function issuerProblems({ oidcIssuers, oidcAudiences, oidcRolesClaim }: Facts, ours: string): string[] {
  if (!oidcIssuers || !oidcAudiences) return [];
  const problems: string[] = [];
  if (oidcIssuers.length > 0 && oidcAudiences.length === 0) {
    problems.push('OIDC_AUDIENCE is missing: without it any token of OIDC_ISSUER would do, whatever it is meant for.');
  }
  if (oidcIssuers.length === 0 && (oidcAudiences.length > 0 || oidcRolesClaim !== undefined)) {
    problems.push('OIDC_ISSUER is missing: OIDC_AUDIENCE and OIDC_ROLES_CLAIM are about its tokens.');
  }
  if (oidcIssuers.some((issuer) => withoutSlash(issuer) === withoutSlash(ours))) {
    problems.push('OIDC_ISSUER must not name this server (PUBLIC_URL): its own tokens are accepted anyway.');
  }
  return problems;
}

const withoutSlash = (url: string) => url.replace(/\/$/, '');
