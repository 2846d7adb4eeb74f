import {
  Table,
  TableForeignKey,
  type MigrationInterface,
  type QueryRunner,
  type TableColumnOptions,
  type TableIndexOptions,
} from 'typeorm';
import { uuidType } from './column-types';

const key: TableColumnOptions = { name: 'key', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' };
const references = (column: string, table: string) =>
  new TableForeignKey({ columnNames: [column], referencedTableName: table, referencedColumnNames: ['key'] });
const unique = (name: string, columnNames: string[]): TableIndexOptions => ({ name, columnNames, isUnique: true });

const tables = (uuid: string) => [
  new Table({
    name: 'developers',
    columns: [
      key,
      { name: 'id', type: uuid },
      { name: 'name', type: 'text' },
      { name: 'email', type: 'text', isNullable: true },
      { name: 'status', type: 'text' },
      { name: 'last_seen_at', type: 'bigint', isNullable: true },
      { name: 'created_at', type: 'bigint' },
      { name: 'updated_at', type: 'bigint' },
    ],
    indices: [unique('developers_id', ['id'])],
  }),
  new Table({
    name: 'roles',
    columns: [
      key,
      { name: 'name', type: 'text' },
      { name: 'description', type: 'text', isNullable: true },
      { name: 'permissions', type: 'text' },
      { name: 'built_in', type: 'boolean' },
    ],
    indices: [unique('roles_name', ['name'])],
  }),
  new Table({
    name: 'developer_roles',
    columns: [
      { name: 'developer_key', type: 'integer', isPrimary: true },
      { name: 'role_key', type: 'integer', isPrimary: true },
    ],
    indices: [{ name: 'developer_roles_role', columnNames: ['role_key'] }],
    foreignKeys: [references('developer_key', 'developers'), references('role_key', 'roles')],
  }),
  new Table({
    name: 'access_grants',
    columns: [
      key,
      { name: 'developer_key', type: 'integer' },
      { name: 'company_key', type: 'integer' },
      { name: 'role_key', type: 'integer' },
      { name: 'expires_at', type: 'bigint', isNullable: true },
      { name: 'created_at', type: 'bigint' },
    ],
    indices: [unique('access_grants_grant', ['developer_key', 'company_key', 'role_key'])],
    foreignKeys: [references('developer_key', 'developers'), references('company_key', 'companies'), references('role_key', 'roles')],
  }),
  new Table({
    name: 'credentials',
    columns: [
      key,
      { name: 'id', type: uuid },
      { name: 'developer_key', type: 'integer' },
      { name: 'client_id', type: 'text' },
      { name: 'label', type: 'text', isNullable: true },
      { name: 'scope', type: 'text', isNullable: true },
      { name: 'created_at', type: 'bigint' },
      { name: 'revoked_at', type: 'bigint', isNullable: true },
    ],
    indices: [
      unique('credentials_id', ['id']),
      unique('credentials_client_id', ['client_id']),
      { name: 'credentials_developer', columnNames: ['developer_key'] },
    ],
    foreignKeys: [references('developer_key', 'developers')],
  }),
  new Table({
    name: 'credential_secrets',
    columns: [
      key,
      { name: 'id', type: uuid },
      { name: 'credential_key', type: 'integer' },
      { name: 'hash', type: 'text' },
      { name: 'last_four', type: 'text' },
      { name: 'created_at', type: 'bigint' },
      { name: 'expires_at', type: 'bigint', isNullable: true },
      { name: 'last_used_at', type: 'bigint', isNullable: true },
    ],
    indices: [unique('credential_secrets_id', ['id']), { name: 'credential_secrets_credential', columnNames: ['credential_key'] }],
    foreignKeys: [references('credential_key', 'credentials')],
  }),
  new Table({
    name: 'signing_keys',
    columns: [
      { name: 'kid', type: 'text', isPrimary: true },
      { name: 'algorithm', type: 'text' },
      { name: 'public_jwk', type: 'text' },
      { name: 'private_jwk', type: 'text' },
      { name: 'created_at', type: 'bigint' },
      { name: 'activates_at', type: 'bigint' },
      { name: 'retires_at', type: 'bigint', isNullable: true },
    ],
  }),
  new Table({
    name: 'access_state',
    columns: [
      { name: 'key', type: 'integer', isPrimary: true },
      { name: 'version', type: 'integer' },
    ],
  }),
];

/** What the roles were when this was released; later changes are migrations of their own. */
const builtInRoles = {
  ADMIN: {
    description: 'Everything, in every company.',
    permissions: [
      'companies:create',
      'companies:read',
      'companies:write',
      'companies:read_tax_id',
      'accounts:read',
      'accounts:write',
      'transactions:read',
      'transactions:write',
      'transactions:post',
      'books:close',
      'reports:read',
      'self:read',
      'self:write',
      'developers:read',
      'developers:write',
      'roles:write',
      'usage:read',
      'audit:read',
    ],
  },
  DEVELOPER: {
    description: 'Its own account, credentials and usage, and nothing in any books.',
    permissions: ['self:read', 'self:write', 'usage:read'],
  },
  AUDITOR: {
    description: 'Reads companies, accounts, transactions and statements; never writes.',
    permissions: ['companies:read', 'accounts:read', 'transactions:read', 'reports:read'],
  },
  INTEGRATOR: {
    description: 'An application that opens companies and keeps the books of those it opened.',
    permissions: ['self:read', 'self:write', 'usage:read', 'companies:create'],
  },
  BOOKKEEPER: {
    description: 'Keeps the books of a company, without closing them.',
    permissions: [
      'companies:read',
      'accounts:read',
      'transactions:read',
      'reports:read',
      'companies:write',
      'accounts:write',
      'transactions:write',
      'transactions:post',
    ],
  },
};

export class Access1764000000002 implements MigrationInterface {
  name = 'Access1764000000002';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables(uuidType(runner))) await runner.createTable(table);
    for (const [name, { description, permissions }] of Object.entries(builtInRoles)) {
      // Not through the entity, which may know more columns one day than this migration does.
      const values = [name, description, JSON.stringify(permissions)].map((text) => `'${text.replaceAll("'", "''")}'`);
      await runner.query(`insert into roles (name, description, permissions, built_in) values (${values.join(', ')}, true)`);
    }
    await runner.query('insert into access_state (key, version) values (1, 1)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables(uuidType(runner)).reverse()) await runner.dropTable(table.name);
  }
}
