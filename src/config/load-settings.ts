import { z } from 'zod';
import { issuerProblems } from './issuer-rules';
import { productionProblems } from './production-rules';
import type { Setting } from './setting';
import { settingTable } from './setting-table';
import type { ParsedSettings, Settings } from './settings';

/** All that is wrong with the settings, one sentence each. Values are never repeated: one of them is a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(`These settings are not right:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Makes the settings from the environment. An empty value counts as absent.
 * @throws SettingsError with every problem at once
 */
export function loadSettings(environment: Environment): Settings {
  const problems: string[] = [];
  const parsed = Object.fromEntries(
    Object.entries(settingTable).map(([name, setting]) => [name, read(setting as Setting<unknown>, environment, problems)]),
  ) as ParsedSettings;
  if ((parsed.bootstrapClientId === undefined) !== (parsed.bootstrapClientSecret === undefined) && !mentionsBootstrap(problems)) {
    problems.push('BOOTSTRAP_CLIENT_ID and BOOTSTRAP_CLIENT_SECRET go together; one of them is missing.');
  }
  if (!problems.some((problem) => problem.startsWith('ANOMALY_WEBHOOK_'))) {
    const [url, secrets] = [parsed.anomalyWebhookUrl !== undefined, parsed.anomalyWebhookSecrets.length > 0];
    if (url !== secrets) problems.push('ANOMALY_WEBHOOK_URL and ANOMALY_WEBHOOK_SECRET go together; one of them is missing.');
  }
  if (parsed.quotaBurst !== undefined && !environment['QUOTA_COST_PER_MINUTE']) {
    problems.push('QUOTA_BURST says how much of QUOTA_COST_PER_MINUTE can be used at once, which is missing.');
  }
  problems.push(...issuerProblems(parsed, publicUrlOf(parsed)));
  if (parsed.nodeEnv === 'production') {
    problems.push(...productionProblems({ ...parsed, publicUrl: parsed.publicUrl ?? 'http:' }));
  }
  if (problems.length > 0) throw new SettingsError(problems);
  const settings = complete(parsed);
  return Object.freeze(settings);
}

function read(setting: Setting<unknown>, environment: Environment, problems: string[]): unknown {
  const result = setting.schema.safeParse(environment[setting.env] || setting.fallback);
  if (result.success) return result.data;
  for (const message of new Set(result.error.issues.map((issue: z.core.$ZodIssue) => issue.message)))
    problems.push(`${setting.env} ${message}.`);
  return undefined;
}

function mentionsBootstrap(problems: readonly string[]): boolean {
  return problems.some((problem) => problem.startsWith('BOOTSTRAP_'));
}

function complete(parsed: ParsedSettings): Settings {
  const production = parsed.nodeEnv === 'production';
  const publicUrl = publicUrlOf(parsed);
  return {
    ...parsed,
    production,
    publicUrl,
    tokenAudience: parsed.tokenAudience ?? publicUrl,
    playground: parsed.playground ?? !production,
  };
}

function publicUrlOf({ publicUrl, host, port }: ParsedSettings): string {
  return publicUrl ?? `http://${host?.includes(':') ? `[${host}]` : host}:${port}`;
}
