import { Arg, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { callerOf, type RequestContext } from '../../auth';
import { withHeaderKey } from './header-key';
import { notingReplay } from './note-replay';
import { postTransaction } from './post-transaction';
import { reverseTransaction } from './reverse-transaction';
import type { TransactionLife } from './transaction-life';
import type { TransactionRow } from './transaction-row';
import type { Transactions } from './transactions';
import {
  PostTransactionInput,
  PostTransactionPayload,
  ReverseTransactionInput,
  ReverseTransactionPayload,
  UpdateTransactionInput,
  UpdateTransactionPayload,
  VoidTransactionInput,
  VoidTransactionPayload,
} from './transaction-life.types';
import { Transaction, TransactionStatus } from './transaction.types';
import { updateTransaction } from './update-transaction';
import { voidTransaction } from './void-transaction';

@Resolver(() => Transaction)
export class TransactionLifeResolver {
  constructor(
    private readonly life: TransactionLife,
    private readonly transactions: Transactions,
  ) {}

  @Authorized('transactions:write')
  @Mutation(() => UpdateTransactionPayload, {
    description: 'Changes a draft, or the description, counterparty, tags and metadata of a posted transaction.',
  })
  async updateTransaction(
    @Ctx() context: RequestContext,
    @Arg('input', () => UpdateTransactionInput, { description: 'What to change.' }) input: UpdateTransactionInput,
  ): Promise<UpdateTransactionPayload> {
    return { transaction: await updateTransaction(this.life, callerOf(context), input) };
  }

  @Authorized('transactions:post')
  @Mutation(() => PostTransactionPayload, { description: 'Posts a draft: it gets its number and its hash, and counts from then on.' })
  postTransaction(
    @Ctx() context: RequestContext,
    @Arg('input', () => PostTransactionInput, { description: 'The draft.' }) input: PostTransactionInput,
  ): Promise<PostTransactionPayload> {
    return notingReplay(context, postTransaction(this.life, callerOf(context), withHeaderKey(context, input)));
  }

  @Authorized('transactions:write')
  @Mutation(() => VoidTransactionPayload, { description: 'Gives up a draft: it stays readable, and can never be posted.' })
  voidTransaction(
    @Ctx() context: RequestContext,
    @Arg('input', () => VoidTransactionInput, { description: 'The draft.' }) input: VoidTransactionInput,
  ): Promise<VoidTransactionPayload> {
    return notingReplay(context, voidTransaction(this.life, callerOf(context), withHeaderKey(context, input)));
  }

  @Authorized('transactions:post')
  @Mutation(() => ReverseTransactionPayload, {
    description:
      'Posts the opposite of a posted transaction, linked to it. A transaction is reversed once; a reversal can be reversed too.',
  })
  reverseTransaction(
    @Ctx() context: RequestContext,
    @Arg('input', () => ReverseTransactionInput, { description: 'What to reverse, and how.' }) input: ReverseTransactionInput,
  ): Promise<ReverseTransactionPayload> {
    return notingReplay(context, reverseTransaction(this.life, callerOf(context), withHeaderKey(context, input)));
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it was voided, where a reason was given.' })
  voidReason(@Root() { status, key }: TransactionRow, @Ctx() context: RequestContext): Promise<string | null> | null {
    return status === TransactionStatus.VOIDED ? context.loaders.of(this.transactions.voidReasonOf).load(key) : null;
  }
}
