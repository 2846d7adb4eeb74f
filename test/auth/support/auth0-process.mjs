// Stands in for Auth0: a real OpenID provider on a free port of loopback that issues access tokens as Auth0 does. Its parent sends it
// commands, and it answers each with what came of it.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const audience = 'https://ledger.example/api';
const clients = [
  { client_id: 'machine', permissions: ['companies:read', 'reports:read'] },
  { client_id: 'scoped', permissions: undefined },
].map(({ client_id, permissions }) => ({ client_id, permissions, client_secret: `secret-of-${client_id}` }));

let serial = 0;
const newKey = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: `auth0-${(serial += 1)}`, alg: 'RS256', use: 'sig' };
};

let keys = [newKey()];
let dialect = 'access_token';
let keyRequests = 0;
let handle;

const server = createServer((request, response) => {
  if (request.url === '/jwks') keyRequests += 1;
  handle(request, response);
});

/** A provider signs with its first key, and is made anew where keys change. */
function makeProvider(port) {
  const provider = new Provider(`http://127.0.0.1:${port}/`, {
    clients: clients.map(({ client_id, client_secret }) => ({
      client_id,
      client_secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    jwks: { keys },
    scopes: ['companies:read', 'books:close'],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        getResourceServerInfo: () => ({ scope: 'companies:read books:close', audience, accessTokenTTL: 3600, accessTokenFormat: 'jwt' }),
      },
    },
    formats: { customizers: { jwt: (_context, _token, parts) => asAuth0(parts) } },
  });
  handle = provider.callback();
}

/** Auth0's own profile has the client in azp and no jti; both of its profiles have gty, and permissions where they are asked for. */
function asAuth0(parts) {
  const { client_id: clientId, jti, ...claims } = parts.payload;
  const { permissions } = clients.find(({ client_id }) => client_id === clientId);
  const own = dialect === 'access_token';
  parts.header = own ? { typ: 'JWT' } : {};
  parts.payload = {
    ...claims,
    sub: `${clientId}@clients`,
    gty: 'client-credentials',
    ...(own ? { azp: clientId } : { client_id: clientId, jti }),
    ...(permissions && { permissions }),
  };
}

let port = 0;
const listen = () => new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(({ port } = server.address()))));

const commands = {
  /** As Auth0 rotates: the next key is published, then signs, and the one before stays published. */
  rotate: () => {
    keys = [newKey(), keys[0]];
    makeProvider(port);
  },
  /** The key before is taken back. */
  revoke: () => {
    keys = [keys[0]];
    makeProvider(port);
  },
  speak: (name) => void (dialect = name),
  goDown: () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  },
  comeBack: listen,
  keyRequests: () => keyRequests,
};

await listen();
makeProvider(port);
async function obey({ id, command, argument }) {
  process.send({ id, result: await commands[command](argument) });
}
process.on('message', (order) => void obey(order));
process.on('disconnect', () => process.exit());
process.send({ issuer: `http://127.0.0.1:${port}/` });
