import { isIP } from 'node:net';
import { z } from 'zod';

/** One setting: where it is read, what it does, what holds where it is absent. The README's table is made of these. */
export interface Setting<T> {
  /** Name of the environment variable. */
  readonly env: string;
  readonly description: string;
  /** As an operator would write it; undefined where absence means something of its own, which `absent` tells. */
  readonly fallback: string | undefined;
  /** What the table shows as the default where there is no fixed one. */
  readonly absent: string;
  readonly schema: z.ZodType<T, string | undefined>;
}

/** A setting with a default value. */
export function setting<T>(env: string, fallback: string, schema: z.ZodType<T, string>, description: string): Setting<T> {
  return { env, fallback, absent: fallback, schema, description };
}

/** A setting that may be absent; `absent` says what holds then. */
export function optional<T>(env: string, absent: string, schema: z.ZodType<T, string>, description: string): Setting<T | undefined> {
  return { env, fallback: undefined, absent, schema: schema.optional(), description };
}

const hexKey = /^[0-9a-f]{64}$/i;
const base64Key = /^[A-Za-z0-9+/_-]{43}=?$/;

export const text = z.string();

export function integer(min: number, max: number): z.ZodType<number, string> {
  const problem = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, problem)
    .transform(Number)
    .refine((value) => value >= min && value <= max, problem);
}

export const flag: z.ZodType<boolean, string> = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true');

export function oneOf<const T extends readonly [string, ...string[]]>(...values: T): z.ZodType<T[number], string> {
  return z.enum(values, `must be one of: ${values.join(', ')}`);
}

/** An absolute http(s) URL without query, fragment or credentials. A trailing slash is kept: issuers are compared byte for byte. */
export const httpUrl: z.ZodType<string, string> = z
  .string()
  .refine(isHttpUrl, 'must be an http or https URL without query, fragment or password');

function isHttpUrl(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
}

/** Where messages are sent to; its query may tell who sends them. */
export const webhookUrl: z.ZodType<string, string> = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.hash && !url.username && !url.password;
}, 'must be an http or https URL without fragment or password');

/** Comma-separated; empty parts are left out. */
const list: z.ZodType<readonly string[], string> = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** Secrets of 32 bytes, the first of which is used to encrypt. Comma-separated, each as hex or base64 (RFC 4648, sections 4, 5 and 8). */
export const secretKeys: z.ZodType<readonly Uint8Array[], string> = list
  .refine(
    (values) => values.every((value) => hexKey.test(value) || base64Key.test(value)),
    'must be 32 random bytes as 64 hex digits or as base64; several are separated by commas',
  )
  .transform((values) => values.map((value) => Buffer.from(value, hexKey.test(value) ? 'hex' : 'base64')));

/** Secrets by which webhooks are signed, as Standard Webhooks writes them. Comma-separated; each signs. */
export const webhookSecrets: z.ZodType<readonly Uint8Array[], string> = list
  .refine(
    (values) => values.every((value) => /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(value) && isLong(webhookSecret(value))),
    'must be whsec_ and 24 to 64 random bytes as base64; several are separated by commas',
  )
  .transform((values) => values.map(webhookSecret));

function webhookSecret(value: string): Uint8Array {
  return Buffer.from(value.slice('whsec_'.length), 'base64');
}

function isLong({ length }: Uint8Array): boolean {
  return length >= 24 && length <= 64;
}

/** Origins as browsers send them: scheme, host and port, nothing else. */
export const origins: z.ZodType<readonly string[], string> = list.refine(
  (values) => values.every((value) => /^https?:\/\//.test(value) && URL.canParse(value) && new URL(value).origin === value),
  'must be a comma-separated list of origins such as https://app.example.com',
);

/** Each as it is written: a slash at the end is part of an issuer's name. */
export const httpUrls: z.ZodType<readonly string[], string> = list.refine(
  (values) => values.every(isHttpUrl) && new Set(values).size === values.length,
  'must be a comma-separated list of http or https URLs without query, fragment or password, each once',
);

/** Names that can stand in a header between quotes (RFC 9110, section 5.6.4). */
export const names: z.ZodType<readonly string[], string> = list.refine(
  (values) => values.every((value) => /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/.test(value)),
  'must be a comma-separated list of names of visible ASCII without quotes and backslashes',
);

const privateNetworks = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Addresses, networks such as 10.0.0.0/8, and the names that Fastify has for the private ones; never everybody. */
export const networks: z.ZodType<readonly string[], string> = list.refine(
  (values) => values.every((value) => privateNetworks.has(value) || isNetwork(value)),
  'must be a comma-separated list of addresses, of networks such as 10.0.0.0/8, and of the names loopback, linklocal and uniquelocal',
);

function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
