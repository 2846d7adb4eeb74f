import { isIPv4, isIPv6 } from 'node:net';
import { LRUCache } from 'lru-cache';

const UNKNOWN = 'unknown';

/** Every request is recorded with its network, and most come from an address that was met before. */
const networks = new LRUCache<string, string>({ max: 10_000, memoMethod: networkIn });

/**
 * What of an address attempts are counted by: an IPv4 address whole, of an IPv6 address the /64, which is one customer's. An IPv4
 * address written as IPv6 counts as itself. Whatever a proxy sends that is no address counts as one.
 */
export function addressPrefix(address: string): string {
  const bare = withoutPort(address);
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return UNKNOWN;
  const groups = groupsOf(bare.split('%', 1)[0]!);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.');
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
}

/** The network that an address lies in, as far as usage tells of it: the /24 of an IPv4 address, the /48 of an IPv6 address. */
export function networkOf(address: string): string {
  return networks.memo(address);
}

function networkIn(address: string): string {
  const prefix = addressPrefix(address);
  if (isIPv4(prefix)) return prefix.replace(/\d+$/, '0/24');
  return prefix === UNKNOWN ? prefix : `${prefix.split(':').slice(0, 3).join(':')}::/48`;
}

/** Some proxies pass the port on, which is another one with each connection. */
function withoutPort(address: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
}

/** The eight groups of an IPv6 address, however it is written: URL knows the ways. */
function groupsOf(address: string): number[] {
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [left, right ?? ''].map((side) => (side === '' ? [] : side.split(':')));
  const between = Array<string>(8 - before!.length - after!.length).fill('0');
  return [...before!, ...between, ...after!].map((group) => Number.parseInt(group, 16));
}
