import { Readable } from 'node:stream';
import { HeaderMap, type HTTPGraphQLHead } from '@apollo/server';
import { stringify } from 'csv-stringify/sync';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { outcomeOf, type Principal } from '../../auth';
import type { Settings } from '../../config';
import type { ReportFile, ReportFileSource } from '../../reports';
import { OK } from '../../shared/answer-status';
import { AppError } from '../../shared/errors';
import { createErrorFormatter } from '../errors/format-error';
import { logFailures } from '../errors/log-failures';
import type { NoteRefusal } from '../graphql/answer-plugin';
import { missedInAddress } from '../graphql/missed-ids';
import { refusalEvent } from '../graphql/refusal-events';
import { callerIn, challengeHint, refusalOf, type AllowanceOf, type Authenticate } from '../request-caller';
import { loggerOf } from '../request-log';
import { chargeReport } from './charge-report';

export interface ReportRoutesParts {
  readonly files: Readonly<Record<string, ReportFileSource>>;
  readonly authenticate: Authenticate;
  readonly allowanceOf?: AllowanceOf | undefined;
  readonly noteRefusal?: NoteRefusal | undefined;
  readonly settings: Pick<Settings, 'publicUrl' | 'tokenAudience' | 'maxTokens'>;
}

/** GET /reports/NAME.csv: the statements as CSV (RFC 4180), for the same bearer tokens as /graphql and with the same arguments. */
export function registerReportRoutes(app: FastifyInstance, parts: ReportRoutesParts): void {
  const { files, authenticate, allowanceOf, noteRefusal, settings } = parts;
  const refuse = refuser(settings);
  for (const [name, { field, make }] of Object.entries(files)) {
    app.get(`/reports/${name}.csv`, async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      note(request, field, OK, { rows: 0, fields: 0 });
      let caller: Principal | null = null;
      let file: ReportFile;
      try {
        caller = await callerIn(request, authenticate);
        if (!caller) throw new AppError('UNAUTHENTICATED', 'A bearer token is needed; POST /oauth/token issues one.');
        await chargeReport(request, reply, caller, allowanceOf);
        file = await make(caller, request.query as Record<string, unknown>);
      } catch (error) {
        const event = caller && refusalEvent(caller, { action: field, path: field, isMutation: false }, error);
        if (event) noteRefusal?.(event);
        if (error instanceof AppError && error.code === 'NOT_FOUND') outcomeOf(request).missed = missedInAddress(request.query);
        return refuse(request, reply, field, error);
      }
      void reply.header('content-type', 'text/csv; charset=utf-8; header=present');
      void reply.header('content-disposition', `attachment; filename="${name}.csv"`);
      return reply.send(
        Readable.from(
          textOf(file, (size) => note(request, field, OK, size)),
          { objectMode: false },
        ),
      );
    });
  }
}

/** Rows and cells that were answered: for metering, what lists and fields are of an operation. */
interface Size {
  rows: number;
  fields: number;
}

function note(request: FastifyRequest, field: string, status: string, { rows, fields }: Size): void {
  const rootFields = [{ field, status, rows, fields }];
  Object.assign(outcomeOf(request), { operationType: 'report', rootFields, rows, costUsed: fields });
}

async function* textOf(file: ReportFile, sent: (size: Size) => void): AsyncGenerator<string> {
  const size = { rows: 0, fields: 0 };
  for await (const rows of Symbol.asyncIterator in file ? file : [file]) {
    if (rows.length === 0) continue;
    yield stringify(rows as string[][], { record_delimiter: '\r\n' });
    size.rows += rows.length;
    size.fields += rows.length * rows[0]!.length;
    sent(size);
  }
}

/** Tells the errors of GraphQL answers, so that clients read one kind. */
function refuser(settings: ReportRoutesParts['settings']) {
  const format = createErrorFormatter(settings);
  const hint = challengeHint(settings);
  return (request: FastifyRequest, reply: FastifyReply, field: string, error: unknown): FastifyReply => {
    logFailures(loggerOf(request), request.id, [error]);
    const refusal = refusalOf(request, error);
    const { status = 500, headers = new HeaderMap() } = (refusal.extensions['http'] ?? {}) as Partial<HTTPGraphQLHead>;
    for (const [name, value] of headers) void reply.header(name, name === 'www-authenticate' ? value + hint : value);
    const { message, extensions } = format(refusal.toJSON(), refusal);
    note(request, field, String(extensions!['code']), { rows: 0, fields: 0 });
    return reply.code(status).send({ errors: [{ message, extensions: { ...extensions, requestId: request.id } }] });
  };
}
