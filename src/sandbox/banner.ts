import type { SandboxClient, SandboxCredentials } from './ensure-sandbox';

export interface BannerOptions {
  /** Address that clients use, without a path: http://127.0.0.1:4000. */
  readonly url: string;
  readonly playground: boolean;
  /** What was made by this start; undefined on later ones. */
  readonly sandbox: SandboxCredentials | undefined;
}

const howToIssue = ['New credentials: the mutation createCredential, or, with the server stopped, "npx open-ledger create-admin".'];

/** What a person who starts the server is told: where it is, and on the first start the ways into the sandbox. */
export function banner({ url, playground, sandbox }: BannerOptions): string {
  const addresses = [`  GraphQL      ${url}/graphql`, ...(playground ? [`  Playground   ${url}/`] : [])];
  if (!sandbox) return ['', 'Open Ledger is running.', '', ...addresses, '', ...howToIssue, ''].join('\n');
  return [
    '',
    `Open Ledger is running, with a sandbox: the books of ${sandbox.companyName}.`,
    '',
    ...addresses,
    '',
    'Client ids and secrets, shown this once and kept nowhere in clear:',
    '',
    ...sandbox.clients.map(({ role, clientId, clientSecret }) => `  ${role.padEnd(10)} ${clientId}  ${clientSecret}`),
    '',
    'Get a token, then ask with it:',
    '',
    ...curlLines(url, sandbox.clients[0]!),
    '',
    ...howToIssue,
    '',
  ].join('\n');
}

/** Two lines to paste into a shell, the second after the first; they need curl and sed only. */
function curlLines(url: string, { clientId, clientSecret }: SandboxClient): [token: string, query: string] {
  const form = `-d grant_type=client_credentials -d client_id=${clientId} -d client_secret=${clientSecret}`;
  const extract = `sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'`;
  const query = '{"query":"{ companies { nodes { legalName transactions(first: 3) { nodes { date description } } } } }"}';
  return [
    `TOKEN=$(curl -s ${url}/oauth/token ${form} | ${extract})`,
    `curl -s ${url}/graphql -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${query}'`,
  ];
}
