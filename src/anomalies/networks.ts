/** Networks of one provider lie side by side: whoever uses two of a block uses others of it. */
const USED_OF_BLOCK = 2;

/** Whether a network (a /24, or a /48 of IPv6) lies in a /16 (a /32) from which at least two others are known. */
export function isNeighbour(network: string, known: Iterable<string>): boolean {
  const block = blockOf(network);
  let found = 0;
  for (const other of known) if (blockOf(other) === block) found += 1;
  return found >= USED_OF_BLOCK;
}

function blockOf(network: string): string {
  const separator = network.includes(':') ? ':' : '.';
  return network.split(separator, 2).join(separator);
}
