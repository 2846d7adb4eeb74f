import { expectSoundBooks, withSnapshotOf } from '../../support/sound-books';
import type { Acknowledgement, Clients } from './clients';

/** What the tables hold of the transaction that an idempotency key stands for. */
interface Stored {
  readonly id: string;
  readonly number: number | null;
  readonly hash: string | null;
  readonly status: string;
  readonly description: string;
  readonly entries: number;
}

async function storedByKey(databaseUrl: string): Promise<Map<string, Stored>> {
  return withSnapshotOf(databaseUrl, async (snapshot) => {
    const entries = '(select count(*) from entries e where e.transaction_key = t.key)';
    const rows = await snapshot.rows(
      ['k.idempotency_key', 't.id', 't.number', 't.hash', 't.status', 't.description', entries],
      'from idempotency_keys k join transactions t on t.key = k.transaction_key',
    );
    const twice = await snapshot.rows(
      ['description'],
      "from transactions where description like 'order-%' group by company_key, description having count(*) > 1",
    );
    expect(twice).toEqual([]);
    return new Map(
      (rows as [string, string, number | null, string | null, string, string, number][]).map(
        ([key, id, number, hash, status, description, lines]) => [key, { id, number, hash, status, description, entries: lines }],
      ),
    );
  });
}

const statusAfter: Readonly<Record<Acknowledgement['mutation'], RegExp>> = {
  createTransaction: /./,
  createTransactions: /./,
  postTransaction: /^POSTED$/,
  voidTransaction: /^VOIDED$/,
  reverseTransaction: /^POSTED$/,
};

/** Everything that was acknowledged is there as it was told, what was refused is not, and the rest is there whole or not at all. */
export async function expectNothingLostOrHalf(databaseUrl: string, everybody: readonly Clients[]): Promise<Map<string, Stored>> {
  const stored = await storedByKey(databaseUrl);
  for (const { acknowledged, unanswered, refused } of everybody) {
    expect([...refused].filter((key) => stored.has(key))).toEqual([]);
    for (const [key, { id, number, hash, entries, mutation }] of acknowledged) {
      const found = stored.get(key);
      const sealed = number === null ? {} : { number, hash };
      const status = expect.stringMatching(statusAfter[mutation]) as string;
      expect({ key, ...found }).toMatchObject({ key, id, entries, ...sealed, status });
    }
    for (const { keys, entries, mutation } of unanswered) {
      const found = keys.flatMap((key) => stored.get(key) ?? []);
      expect([0, keys.length]).toContain(found.length);
      expect(found.map((each) => each.entries)).toEqual(found.length === 0 ? [] : entries);
      for (const { status } of found) expect(status).toMatch(statusAfter[mutation]);
    }
  }
  await expectSoundBooks(databaseUrl);
  return stored;
}

/**
 * After an outage, with a server that runs again: nothing acknowledged is lost, nothing is half there, and whoever was left without an
 * answer gets one by asking again, for the same transaction where it was written before. Answers with how many orders that were.
 */
export async function expectRecovery(databaseUrl: string, url: string, clients: Clients): Promise<{ unanswered: number; written: number }> {
  const before = await expectNothingLostOrHalf(databaseUrl, [clients]);
  const orders = clients.unanswered;
  let written = 0;
  clients.unanswered = [];
  for (const order of orders) {
    const was = order.keys.map((key) => before.get(key)?.id);
    const told = await clients.place(url, order);
    if (told === 'refused' || !told) throw new Error(`${told ?? 'not answered'}: ${JSON.stringify(order)}`);
    expect(told.map(({ replayed }) => replayed)).toEqual(was.map((id) => id !== undefined));
    told.forEach(({ id }, index) => expect(was[index] ?? id).toBe(id));
    if (was[0] !== undefined) written += 1;
    clients.note(order, told);
    const again = await clients.place(url, order);
    expect(again).toEqual(told.map((each) => ({ ...each, replayed: true })));
  }
  return { unanswered: orders.length, written };
}
