import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerChallenge, outcomeOf, resourceMetadataUrl } from '../../auth';
import type { Settings } from '../../config';
import type { MakeReportFile, ReportFile } from '../../reports';
import { AppError, errorTable } from '../../shared/errors';
import { logFailures } from '../errors/log-failures';
import type { Authenticate } from '../graphql/context';
import { loggerOf } from '../request-log';

export interface ReportRoutesParts {
  readonly files: Readonly<Record<string, MakeReportFile>>;
  readonly authenticate: Authenticate;
  readonly settings: Pick<Settings, 'publicUrl' | 'tokenAudience'>;
}

/** GET /reports/NAME.csv: the statements as CSV (RFC 4180), for the same bearer tokens as /graphql and with the same arguments. */
export function registerReportRoutes(app: FastifyInstance, { files, authenticate, settings }: ReportRoutesParts): void {
  const metadata = resourceMetadataUrl(settings.publicUrl, settings.tokenAudience);
  for (const [name, make] of Object.entries(files)) {
    app.get(`/reports/${name}.csv`, async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      try {
        const file = await made(request, make, authenticate);
        void reply.header('content-type', 'text/csv; charset=utf-8; header=present');
        void reply.header('content-disposition', `attachment; filename="${name}.csv"`);
        return await reply.send(Readable.from(textOf(file), { objectMode: false }));
      } catch (error) {
        return refuse(request, reply, error, metadata);
      }
    });
  }
}

async function made(request: FastifyRequest, make: MakeReportFile, authenticate: Authenticate): Promise<ReportFile> {
  const caller = await authenticate(request.headers.authorization);
  if (!caller) throw new AppError('UNAUTHENTICATED', 'A bearer token is needed; POST /oauth/token issues one.');
  const outcome = outcomeOf(request);
  outcome.caller = caller.identity;
  outcome.subject = caller.identity.subject;
  return make(caller, request.query as Record<string, unknown>);
}

async function* textOf(file: ReportFile): AsyncGenerator<string> {
  const parts = Symbol.asyncIterator in file ? file : [file];
  for await (const rows of parts) {
    if (rows.length > 0) yield stringify(rows as string[][], { record_delimiter: '\r\n' });
  }
}

/** The errors of GraphQL answers, so that clients read one kind. */
function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown, metadata: string | undefined): FastifyReply {
  logFailures(loggerOf(request), request.id, [error]);
  const refusal =
    error instanceof AppError
      ? error
      : new AppError('INTERNAL_SERVER_ERROR', 'Something failed on our side. Quote the requestId when you report it.');
  const { code, message, violations, retryAfterSeconds } = refusal;
  outcomeOf(request).codes = [code];
  if (code === 'UNAUTHENTICATED') {
    void reply.header('www-authenticate', bearerChallenge(refusal) + (metadata === undefined ? '' : `, resource_metadata="${metadata}"`));
  }
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  const { retryable, status } = errorTable[code];
  const extensions = { code, retryable, requestId: request.id, ...(violations.length > 0 && { violations }) };
  return reply.code(status).send({ errors: [{ message, extensions }] });
}
