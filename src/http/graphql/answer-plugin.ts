import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import type { RequestOutcome } from '../../auth';
import { errorTable } from '../../shared/errors';
import { logFailures } from '../errors/log-failures';
import { settleOperation } from './charge-operation';
import type { GraphQLContext, UsageCount } from './context';
import { noteAnswer } from './note-answer';
import { hiddenEvents, refusalEvents, type Refusal } from './refusal-events';

export type NoteRefusal = (refusal: Refusal) => void;

/** Gives each answer its HTTP status, each error its request id, and the log and the audit trail what they must know. */
export function answerPlugin(logger: Logger, noteRefusal: NoteRefusal = () => undefined): ApolloServerPlugin<GraphQLContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors: ({ errors, contextValue, operation, document }) => {
          logFailures(logger, contextValue.requestId, errors);
          const caller = contextValue.principal;
          if (caller && operation && document) refusalEvents({ caller, document, operation, errors }).forEach(noteRefusal);
          return Promise.resolve();
        },
        willSendResponse: (request) => {
          finish(request);
          const caller = request.contextValue.principal;
          if (caller && caller.hidden.length > 0) hiddenEvents(caller).forEach(noteRefusal);
          return Promise.resolve();
        },
      }),
  };
}

function finish({ response, request, queryHash, contextValue }: GraphQLRequestContextWillSendResponse<GraphQLContext>): void {
  if (response.body.kind !== 'single') return;
  const { singleResult } = response.body;
  const { errors = [], data } = singleResult;
  const { outcome, run, usage, allowance } = contextValue;
  outcome.operationHash = queryHash;
  noteAnswer(outcome, run, data, errors);
  const cost = allowance && settleOperation(allowance, contextValue, response.http.headers);
  if (cost) singleResult.extensions = { ...singleResult.extensions, cost };
  if (usage) singleResult.extensions = { ...singleResult.extensions, usage: usageOf(outcome, usage) };
  if (errors.length === 0) return;
  const codes = outcome.codes!;
  for (const error of errors) (error.extensions as Record<string, unknown>)['requestId'] = contextValue.requestId;
  if (isBusy(codes) && isEmpty(data)) {
    response.http.status = codes.includes('OVERLOADED') ? errorTable.OVERLOADED.status : errorTable.THROTTLED.status;
    response.http.headers.set('retry-after', String(Math.max(...errors.map(retryAfter))));
  }
  if (response.http.status === 400 && isComplaint(codes) && takesPlainJsonOnly(request.http?.headers.get('accept'))) {
    response.http.status = 200;
  }
}

/** What is told of an operation to whoever asks for it. */
function usageOf({ costAsked = 0, costUsed, rows }: RequestOutcome, { startedAt, statements }: UsageCount): object {
  const milliseconds = Math.round((performance.now() - startedAt) * 10) / 10;
  return { cost: costUsed, costAsked, rows, statements: statements.count, milliseconds };
}

function retryAfter(error: GraphQLFormattedError): number {
  return Number(error.extensions?.['retryAfterSeconds'] ?? 1);
}

function isBusy(codes: readonly string[]): boolean {
  return codes.every((code) => code === 'THROTTLED' || code === 'OVERLOADED');
}

/** Nothing of the operation was answered. */
function isEmpty(data: Readonly<Record<string, unknown>> | null | undefined): boolean {
  return !data || Object.values(data).every((value) => value === null);
}

const complaints = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

function isComplaint(codes: readonly string[]): boolean {
  return codes.every((code) => complaints.has(code));
}

/** GraphQL over HTTP, section 6.4.1: a client that knows application/json only must not take such an answer for a proxy's. */
function takesPlainJsonOnly(accept: string | undefined): boolean {
  return accept !== undefined && accept.includes('application/json') && !/graphql-response\+json|\*\/\*|application\/\*/.test(accept);
}
