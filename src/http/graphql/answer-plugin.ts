import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { errorTable } from '../../shared/errors';
import { logFailures } from '../errors/log-failures';
import type { GraphQLContext } from './context';
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

function finish({ response, request, contextValue }: GraphQLRequestContextWillSendResponse<GraphQLContext>): void {
  if (response.body.kind !== 'single') return;
  const { errors, data } = response.body.singleResult;
  if (!errors || errors.length === 0) return;
  const codes = [...new Set(errors.map(codeOf))];
  contextValue.outcome.codes = codes;
  for (const error of errors) (error.extensions as Record<string, unknown>)['requestId'] = contextValue.requestId;
  if (isBusy(codes) && isEmpty(data)) {
    response.http.status = codes.includes('OVERLOADED') ? errorTable.OVERLOADED.status : errorTable.THROTTLED.status;
    response.http.headers.set('retry-after', String(Math.max(...errors.map(retryAfter))));
  }
  if (response.http.status === 400 && isComplaint(codes) && takesPlainJsonOnly(request.http?.headers.get('accept'))) {
    response.http.status = 200;
  }
}

function codeOf(error: GraphQLFormattedError): string {
  return String(error.extensions?.['code']);
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
