/**
 * What a token costs. The smallest operation with a token that the server has met, beside the same from nobody, over HTTP; then what
 * it takes to issue a token, beside what signing one takes alone, by RS256 as the server does and by ES256. They take turns.
 *
 *     npm run bench:token [-- ROUNDS]
 */
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, generateKeyPair, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { interleave, median, medianRatio, type Target, type Work } from './support/load';
import { startServer, type BenchServer } from './support/servers';

const ROUNDS = 15;
const SECONDS = 1;
const AT_ONCE = 16;

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? ROUNDS);
  const folder = mkdtempSync(join(tmpdir(), 'open-ledger-bench-'));
  const server = await startServer('ours', `sqlite:${join(folder, 'books.sqlite')}`);
  try {
    await measureRemembered(server, rounds);
    await measureIssuance(server, rounds);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureRemembered({ url, headers }: BenchServer, rounds: number): Promise<void> {
  const body = JSON.stringify({ query: '{ __typename }' });
  const target = (name: string, more: Record<string, string>): Target => {
    return { name, request: { url, method: 'POST', headers: { 'content-type': 'application/json', ...more }, body } };
  };
  console.log(`{ __typename } over HTTP; each runs ${SECONDS} s a turn:`);
  const rates = await interleave([target('anonymous', {}), target('with a token', headers)], rounds, SECONDS);
  const [anonymous, known] = [...rates.values()] as [number[], number[]];
  console.log(`medians: anonymous ${median(anonymous).toFixed(0)}/s, with a remembered token ${median(known).toFixed(0)}/s`);
  console.log(`ratio:   ${medianRatio(known, anonymous).toFixed(2)} of anonymous (to reach: 0.9)`);
}

async function measureIssuance({ url, headers, client }: BenchServer, rounds: number): Promise<void> {
  const issuance: Target = {
    name: 'POST /oauth/token',
    request: {
      url: new URL('/oauth/token', url).href,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...client }).toString(),
    },
  };
  const claims = decodeJwt(headers['authorization']!.slice('Bearer '.length));
  console.log(`Tokens issued over HTTP, and signed and checked alone by jose, ${AT_ONCE} at once; each runs ${SECONDS} s a turn:`);
  const alone = [...(await signing('RS256', claims)), ...(await signing('ES256', claims))];
  const rates = await interleave([issuance, ...alone], rounds, SECONDS);
  const [issued, signed] = [...rates.values()] as [number[], number[]];
  console.log(`medians: ${[...rates].map(([name, rate]) => `${name} ${median(rate).toFixed(0)}/s`).join(', ')}`);
  console.log(`ratio:   ${medianRatio(issued, signed).toFixed(2)} tokens issued for each that is signed alone by RS256`);
}

/** The claims of a token of ours, signed with a fresh key of an algorithm, and checked. */
async function signing(alg: string, claims: JWTPayload): Promise<readonly Work[]> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const sign = () => new SignJWT(claims).setProtectedHeader({ alg, typ: 'at+jwt', kid: 'bench' }).sign(privateKey);
  const token = await sign();
  const check = () => jwtVerify(token, publicKey, { algorithms: [alg] });
  return [
    { name: `${alg} signing`, rate: (seconds) => rateOf(sign, seconds) },
    { name: `${alg} checking`, rate: (seconds) => rateOf(check, seconds) },
  ];
}

async function rateOf(work: () => Promise<unknown>, seconds: number): Promise<number> {
  const begun = performance.now();
  let done = 0;
  const loop = async () => {
    for (; performance.now() - begun < seconds * 1000; done += 1) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, loop));
  return (done * 1000) / (performance.now() - begun);
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
