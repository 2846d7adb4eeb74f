import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Settings } from '../../config';
import type { CacheCounts } from '../../shared/cache-counts';
import type { Tracer } from '../../shared/tracer';
import { createErrorFormatter } from '../errors/format-error';
import { documentLimits } from '../limits/document-limits';
import { answerPlugin, type NoteRefusal } from './answer-plugin';
import { answerText } from './answer-text';
import type { GraphQLContext } from './context';
import { createGateway } from './gateway';

/** A document with many mistakes is one mistake; a hundred errors would only feed whoever probes. */
const MOST_VALIDATION_ERRORS = 5;

export interface ApolloObservers {
  /** Of plans of operations. */
  readonly planCounts?: CacheCounts | undefined;
  /** Told of what callers were refused. */
  readonly noteRefusal?: NoteRefusal | undefined;
  readonly tracer?: Tracer | undefined;
}

/** Apollo for the protocol: negotiation, parsing, validation, CSRF. The caller starts and stops it, and owns the signals. */
export function createApollo(
  schema: GraphQLSchema,
  settings: Settings,
  logger: Logger,
  { planCounts, noteRefusal, tracer }: ApolloObservers,
): ApolloServer<GraphQLContext> {
  return new ApolloServer<GraphQLContext>({
    gateway: createGateway(schema, settings, planCounts, tracer),
    stringifyResult: answerText,
    formatError: createErrorFormatter(settings),
    logger: apolloLogger(logger),
    nodeEnv: settings.nodeEnv,
    parseOptions: { maxTokens: settings.maxTokens },
    validationRules: [documentLimits(settings)],
    validationOptions: { maxErrors: MOST_VALIDATION_ERRORS },
    // The schema is public: it stands in the repository. Hints at it are left out all the same, they help nobody else.
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    plugins: [
      answerPlugin(logger, noteRefusal),
      // Cache control alone costs two thirds of a list query; the others would send data elsewhere if the environment told them to.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

function apolloLogger(logger: Logger) {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (message?: unknown) => logger[level]({ source: 'apollo' }, String(message));
  return { debug: write('debug'), info: write('debug'), warn: write('warn'), error: write('error') };
}
