import type { BookAccount } from '../book';

/**
 * The names that accounts have in a journal, by their codes: `Assets:Bank` where that is the code, as after an import of a journal, and
 * else the code and name below the name of the parent: `1 Assets:1000 Cash at bank`.
 */
export function accountNames(accounts: readonly BookAccount[]): ReadonlyMap<string, string> {
  const byCode = new Map(accounts.map((account) => [account.code, account]));
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const nameOf = ({ code, name, parent }: BookAccount): string => {
    const known = names.get(code);
    if (known !== undefined) return known;
    const above = parent ? `${nameOf(byCode.get(parent)!)}:` : '';
    const follows = code === above + name && isSegment(name);
    const own = above + (follows ? name : segmentOf(code === name ? name : `${code} ${name}`));
    let free = own;
    for (let count = 2; taken.has(free); count += 1) free = `${own} (${count})`;
    taken.add(free);
    names.set(code, free);
    return free;
  };
  for (const account of accounts) nameOf(account);
  return names;
}

function isSegment(name: string): boolean {
  return segmentOf(name) === name;
}

/** A part of an account's name: without a colon, two spaces together, or a sign at its beginning that means something in a journal. */
function segmentOf(text: string): string {
  const segment = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll(':', '.')
    .replaceAll(';', ',')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .trim();
  return segment || 'account';
}
