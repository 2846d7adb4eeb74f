import type { Settings } from './settings';

/** Secrets that stand in documentation, and the words that such secrets are made of. */
const exampleSecret = /example|changeme|secret|password|(.)\1{7}|0123456789|abcdefgh/i;

/** What they are judged by; a setting that could not be read has a problem of its own already. */
type Facts = Pick<Settings, 'publicUrl' | 'bootstrapClientSecret' | 'anomalyWebhookUrl'> & {
  readonly allowInsecurePublicUrl: boolean | undefined;
  readonly signingKeysSecrets: readonly Uint8Array[] | undefined;
  readonly oidcIssuers: readonly string[] | undefined;
};

/** Why settings are not safe in production; one sentence each, naming the setting. */
export function productionProblems(settings: Facts): string[] {
  const problems: string[] = [];
  if (!settings.publicUrl.startsWith('https://') && !settings.allowInsecurePublicUrl) {
    problems.push(
      'PUBLIC_URL must be https in production: secrets and tokens travel to it. ALLOW_INSECURE_PUBLIC_URL=true overrides this.',
    );
  }
  if (settings.oidcIssuers?.some((issuer) => isOpenToOthers(new URL(issuer)))) {
    problems.push(
      'OIDC_ISSUER must be https in production, but for issuers on this machine: whoever can change their keys on the way is let in.',
    );
  }
  if (settings.anomalyWebhookUrl !== undefined && isOpenToOthers(new URL(settings.anomalyWebhookUrl))) {
    problems.push('ANOMALY_WEBHOOK_URL must be https in production, but for this machine: anomalies tell who does what here.');
  }
  const secret = settings.bootstrapClientSecret;
  if (secret !== undefined && isWeak(secret)) {
    problems.push('BOOTSTRAP_CLIENT_SECRET is an example or too regular; draw one at random, such as with: openssl rand -hex 32');
  }
  if (settings.signingKeysSecrets?.some(isRegular)) {
    problems.push('SIGNING_KEYS_SECRET is made of text or too regular; draw one at random, such as with: openssl rand -hex 32');
  }
  return problems;
}

function isOpenToOthers({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

/** 32 random hex digits have more than nine different ones in all but one of a hundred thousand draws. */
function isWeak(secret: string): boolean {
  return new Set(secret).size < 9 || exampleSecret.test(secret);
}

/** Text, and what repeats or counts: neighbours among 32 random bytes differ by fewer than 17 different steps once in billions of draws. */
function isRegular(bytes: Uint8Array): boolean {
  const steps = new Set(bytes.slice(1).map((byte, index) => byte - bytes[index]!));
  return steps.size < 17 || bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}
