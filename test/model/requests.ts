import { absentId } from '../api/support/api-books';
import type { TransactionSaid } from './model/input-rules';
import type { Pick, Said, SaidEntry, Step } from './steps';

/** An operation as it is sent. */
export interface Request {
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The idempotency key, where it travels in the header. */
  readonly headerKey?: string;
  readonly companyId: string;
}

/** Looks up what steps tell by their places. */
export interface Places {
  companyId(company: number): string;
  accountId(companyId: string, code: string): string | undefined;
  accountIds(companyId: string): readonly string[];
  transactionIds(companyId: string): readonly string[];
}

type RequestStep = Exclude<Step, { kind: 'again' | 'clock' }>;

/** The operation that a step stands for; undefined where it stands for none as things are. */
export function requestOf(step: RequestStep, places: Places): Request | undefined {
  switch (step.kind) {
    case 'account': {
      const companyId = places.companyId(step.company);
      const type = step.credit ? 'LIABILITY' : 'ASSET';
      return { mutation: 'createAccount', companyId, input: { companyId, code: step.code, name: 'New', type } };
    }
    case 'archive': {
      const companyId = places.companyId(step.company);
      const id = places.accountIds(companyId)[step.account];
      return id === undefined ? undefined : { mutation: 'archiveAccount', companyId, input: { id } };
    }
    case 'create': {
      const companyId = places.companyId(step.company);
      const input = { companyId, ...transactionOf(step.said, companyId, places), dryRun: step.dryRun };
      return keyed({ mutation: 'createTransaction', companyId, input }, step.byHeader);
    }
    case 'createMany': {
      const companyId = places.companyId(step.company);
      const transactions = step.said.map((each) => transactionOf(each, companyId, places));
      const input = { companyId, transactions, onFailure: step.abort ? 'ABORT' : 'CONTINUE', dryRun: step.dryRun };
      return { mutation: 'createTransactions', companyId, input };
    }
    case 'post':
    case 'void':
    case 'reverse': {
      const { companyId, id } = picked(step.pick, places);
      const more = { post: { date: step.day }, void: { reason: step.text }, reverse: { date: step.day, description: step.text } }[
        step.kind
      ];
      return keyed({ mutation: `${step.kind}Transaction`, companyId, input: { id, ...more, idempotencyKey: step.key } }, step.byHeader);
    }
    case 'update': {
      const { companyId, id } = picked(step.pick, places);
      const entries = step.entries?.map((entry) => entryOf(entry, companyId, places));
      return { mutation: 'updateTransaction', companyId, input: { id, date: step.day, description: step.text, tags: step.tags, entries } };
    }
    case 'close': {
      const companyId = places.companyId(step.company);
      return { mutation: 'closeBooks', companyId, input: { companyId, through: step.day } };
    }
    case 'reopen': {
      const companyId = places.companyId(step.company);
      return { mutation: 'reopenBooks', companyId, input: { companyId, through: step.day, reason: step.reason } };
    }
  }
}

function picked(pick: Pick, places: Places): { companyId: string; id: string } {
  const companyId = places.companyId(typeof pick === 'string' ? 0 : pick.company);
  if (pick === 'no uuid') return { companyId, id: 'x' };
  const ids = places.transactionIds(companyId);
  return { companyId, id: pick === 'absent' || ids.length === 0 ? absentId : ids[pick.index % ids.length]! };
}

function transactionOf({ day, key, entries, ...rest }: Said, companyId: string, places: Places): TransactionSaid {
  return { date: day, ...rest, entries: entries.map((entry) => entryOf(entry, companyId, places)), idempotencyKey: key };
}

function entryOf({ code, by, ...rest }: SaidEntry, companyId: string, places: Places): TransactionSaid['entries'][number] {
  const accountId = by === 'id' || by === 'both' ? places.accountId(companyId, code) : undefined;
  const accountCode = by === 'none' || (by === 'id' && accountId !== undefined) ? undefined : code;
  return { ...rest, accountId, accountCode };
}

/** Only what a header can carry goes there; other keys are the input's to refuse. */
function keyed(request: Request, byHeader: boolean): Request {
  const { idempotencyKey, ...input } = request.input;
  const fits = typeof idempotencyKey === 'string' && idempotencyKey.length > 0 && idempotencyKey.length <= 200;
  return byHeader && fits ? { ...request, input, headerKey: idempotencyKey } : request;
}
