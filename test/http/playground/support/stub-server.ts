import fastify from 'fastify';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { registerPlayground } from '../../../../src/http/playground';

/** A server of the playground's operations. */
export interface PlaygroundServer {
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  close(): Promise<void>;
}

const schema = buildSchema(`
  type Query { companies(first: Int): CompanyConnection! trialBalance(companyId: ID!, asOf: Date!): TrialBalance! }
  type Mutation { token(clientId: String!, clientSecret: String!): Token! createTransaction(input: Input!): Payload! }
  scalar Date scalar Decimal
  type Token { accessToken: String! tokenType: String! expiresIn: Int! scope: String! }
  type Company { id: ID! legalName: String! baseCurrency: String! status: String! }
  type CompanyConnection { nodes: [Company!]! totalCount: Int! }
  type Money { amount: Decimal! currency: String! }
  type Account { code: String! name: String! }
  type TrialBalance { currency: String! rows: [Row!]! totalDebit: Money! totalCredit: Money! }
  type Row { account: Account! debit: Money! credit: Money! }
  input Input { companyId: ID! date: Date! description: String! entries: [EntryInput!]! }
  input EntryInput { accountCode: String direction: String! amount: Decimal! }
  type Payload { transaction: Transaction! }
  type Transaction { id: ID! number: Int date: Date! status: String! description: String! entries: [Entry!]! }
  type Entry { account: Account! direction: String! amount: Money! }
`);

export async function startPlaygroundServer(): Promise<PlaygroundServer> {
  const app = fastify();
  registerPlayground(app, { enabled: true, graphqlPath: '/graphql' });
  const accessToken = `header.${Date.now()}.signature`;
  const money = { amount: '125.00', currency: 'EUR' };
  const company = { id: '01900000-0000-7000-8000-000000000001', legalName: 'Demo Ltd', baseCurrency: 'EUR', status: 'ACTIVE' };
  const rootValue = {
    token: () => ({ accessToken, tokenType: 'Bearer', expiresIn: 3600, scope: 'companies:read' }),
    companies: () => ({ nodes: [company], totalCount: 1 }),
    createTransaction: ({ input }: { input: object }) => ({ transaction: { id: '1', number: 1, status: 'POSTED', ...input, entries: [] } }),
    trialBalance: () => ({ currency: 'EUR', rows: [], totalDebit: money, totalCredit: money }),
  };
  app.post<{ Body: { query: string; operationName?: string; variables?: Record<string, unknown> } }>('/graphql', async (request, reply) => {
    const { authorization } = request.headers;
    if (authorization && authorization !== `Bearer ${accessToken}`) {
      return reply.code(401).send({ errors: [new GraphQLError('The token is not valid.')] });
    }
    const { query, operationName, variables } = request.body;
    if (!authorization && !/token|__schema/.test(query)) return { errors: [new GraphQLError('No token.')] };
    return graphql({ schema, source: query, operationName, variableValues: variables, rootValue });
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  return { origin, clientId: 'stub', clientSecret: 'stub-secret', close: () => app.close() };
}
