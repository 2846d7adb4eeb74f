import type { TestServer } from '../../support/server';

/** A request as whoever sent it counts it, from nothing but what it sent and what it was answered. */
export interface Sent {
  readonly at: number;
  /** Whose credentials it came with; null for nobody's. */
  readonly developerId: string | null;
  readonly operation: string | null;
  readonly ip: string;
  readonly status: string;
  readonly rows: number;
  readonly cost: number;
  readonly fields: readonly SentField[];
}

interface SentField {
  readonly field: string | null;
  readonly status: string;
  readonly rows: number;
  readonly cost: number;
}

export interface Request {
  readonly token?: string | undefined;
  readonly developerId?: string | null;
  readonly operation?: string;
  readonly variables?: object;
  readonly from?: string;
  /** Its user agent. */
  readonly agent?: string;
  readonly body?: string;
}

type Roots = Readonly<Record<string, string>>;

type Body = {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { path?: readonly unknown[]; extensions: { code: string } }[];
};

const grave = ['UNAUTHENTICATED', 'FORBIDDEN', 'THROTTLED'];
const statusOf = (codes: readonly string[]) => grave.find((code) => codes.includes(code)) ?? codes[0] ?? 'OK';
const oauthStatus: Readonly<Record<string, string>> = { invalid_client: 'UNAUTHENTICATED', temporarily_unavailable: 'THROTTLED' };
/** The network of an address of these tests, by hand. */
const networks: Readonly<Record<string, string>> = {
  '127.0.0.1': '127.0.0.0/24',
  '203.0.113.77': '203.0.113.0/24',
  '198.51.100.7': '198.51.100.0/24',
  '192.0.2.9': '192.0.2.0/24',
  '100.64.7.1': '100.64.7.0/24',
  '2001:db8:7:1::5': '2001:db8:7::/48',
};

/** Sends requests, and keeps its own books of them. */
export class CountingClient {
  readonly sent: Sent[] = [];

  constructor(private readonly servers: readonly TestServer[]) {}

  /** Sends an operation; `roots` are its root fields by their keys in the answer, none for what never gets so far. */
  async operation(query: string, roots: Roots | ((answer: Body) => Roots), request: Request = {}): Promise<Body> {
    const { token, developerId = null, operation = null, from = '127.0.0.1', agent = 'test' } = request;
    const headers = {
      'content-type': 'application/json',
      'x-forwarded-for': from,
      'user-agent': agent,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const body = request.body ?? JSON.stringify({ query, variables: request.variables ?? {} });
    const server = this.next();
    const response = await server.fetch('/graphql', { method: 'POST', headers, body });
    const answer = (await response.json()) as Body;
    const codes = (errors = answer.errors ?? []) => errors.map(({ extensions }) => extensions.code);
    const fields = Object.entries(typeof roots === 'function' ? roots(answer) : roots).map(([key, field]) => {
      const own = (answer.errors ?? []).filter(({ path }) => !path || path[0] === key);
      const value = answer.data?.[key];
      const size = answer.data && key in answer.data ? sizeOf(value) : { rows: 0, cost: -1 };
      return {
        field,
        status: statusOf(codes(own.length === 0 && !answer.data ? answer.errors : own)),
        rows: size.rows,
        cost: size.cost + 1,
      };
    });
    const status = statusOf(codes());
    // A token that is refused says nothing about anybody.
    const whose = status === 'UNAUTHENTICATED' && token !== undefined ? null : developerId;
    this.note(server, {
      developerId: whose,
      operation,
      from,
      status,
      fields,
      ...(answer.data ? sizeOf(answer.data) : { rows: 0, cost: 0 }),
    });
    return answer;
  }

  /** Sends a request to an OAuth endpoint. */
  async oauth(
    endpoint: string,
    parameters: Record<string, string>,
    developerId: string | null,
    from = '127.0.0.1',
    agent = 'test',
  ): Promise<object> {
    const server = this.next();
    const body = new URLSearchParams(parameters);
    const response = await server.fetch(`/oauth/${endpoint}`, {
      method: 'POST',
      headers: { 'x-forwarded-for': from, 'user-agent': agent },
      body,
    });
    const text = await response.text();
    const answer = (text === '' ? {} : JSON.parse(text)) as { error?: string };
    const status = answer.error === undefined ? 'OK' : (oauthStatus[answer.error] ?? 'BAD_USER_INPUT');
    const fields = [{ field: endpoint, status, rows: 0, cost: 0 }];
    this.note(server, { developerId, operation: null, from, status, fields, rows: 0, cost: 0 });
    return answer;
  }

  private next(): TestServer {
    return this.servers[this.sent.length % this.servers.length]!;
  }

  private note(server: TestServer, { from, fields, ...sent }: Omit<Sent, 'at' | 'ip'> & { from: string }): void {
    const none = { field: null, status: sent.status, rows: sent.rows, cost: sent.cost };
    this.sent.push({ ...sent, at: server.clock.now(), ip: networks[from]!, fields: fields.length > 0 ? fields : [none] });
  }
}

/** Members of lists, and fields of objects. */
function sizeOf(value: unknown): { rows: number; cost: number } {
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [];
  const size = Array.isArray(value) ? { rows: parts.length, cost: 0 } : { rows: 0, cost: parts.length };
  for (const part of parts.map(sizeOf)) {
    size.rows += part.rows;
    size.cost += part.cost;
  }
  return size;
}

export type Dimension = 'DEVELOPER' | 'OPERATION' | 'FIELD' | 'STATUS' | 'IP';

/** What a report must say of what was sent, by the same names. */
export function expectedSeries(sent: readonly Sent[], by: readonly Dimension[], startOf: (at: number) => number): object[] {
  const units = by.includes('FIELD')
    ? sent.flatMap((each) => each.fields.map((field) => ({ ...each, ...field })))
    : sent.map((each) => ({ ...each, field: null }));
  const groups = new Map<string, { group: object; members: typeof units }>();
  for (const unit of units) {
    const group = {
      start: new Date(startOf(unit.at)).toISOString(),
      developer: by.includes('DEVELOPER') && unit.developerId !== null ? { id: unit.developerId } : null,
      operation: by.includes('OPERATION') ? unit.operation : null,
      field: by.includes('FIELD') ? unit.field : null,
      status: by.includes('STATUS') ? unit.status : null,
      ip: by.includes('IP') ? unit.ip : null,
    };
    const name = JSON.stringify(group);
    const known = groups.get(name) ?? { group, members: [] };
    known.members.push(unit);
    groups.set(name, known);
  }
  return [...groups.values()].map(({ group, members }) => ({ ...group, figures: expectedFigures(members) }));
}

export function expectedFigures(units: readonly { status: string; rows: number; cost: number }[]): object {
  const count = (statuses: readonly string[]) => units.filter(({ status }) => statuses.includes(status)).length;
  const sum = (name: 'rows' | 'cost') => units.reduce((total, unit) => total + unit[name], 0);
  return {
    requests: units.length,
    errors: units.length - count(['OK']),
    denied: count(['UNAUTHENTICATED', 'FORBIDDEN']),
    throttled: count(['THROTTLED']),
    rows: sum('rows'),
    cost: sum('cost'),
  };
}
