import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { uuidType } from './column-types';

const events = (uuid: string) =>
  new Table({
    name: 'audit_events',
    columns: [
      { name: 'company_key', type: 'integer', isPrimary: true },
      { name: 'number', type: 'bigint', isPrimary: true },
      { name: 'at', type: 'bigint' },
      { name: 'action', type: 'text' },
      { name: 'outcome', type: 'text' },
      { name: 'developer_key', type: 'integer', isNullable: true },
      { name: 'credential_key', type: 'integer', isNullable: true },
      { name: 'subject', type: 'text', isNullable: true },
      { name: 'request_id', type: 'text' },
      { name: 'address', type: 'text', isNullable: true },
      { name: 'object_id', type: uuid, isNullable: true },
      { name: 'first_transaction_key', type: 'bigint', isNullable: true },
      { name: 'last_transaction_key', type: 'bigint', isNullable: true },
      { name: 'detail', type: 'text', isNullable: true },
      { name: 'hash', type: 'text' },
    ],
    indices: [
      { name: 'audit_events_at', columnNames: ['at', 'company_key', 'number'] },
      { name: 'audit_events_object', columnNames: ['object_id'], where: 'object_id is not null' },
    ],
    withoutRowid: true,
  });

const chains = new Table({
  name: 'audit_chains',
  columns: [
    { name: 'company_key', type: 'integer', isPrimary: true },
    { name: 'last_number', type: 'bigint' },
    { name: 'last_hash', type: 'text' },
  ],
});

const fixed = 'What is in the audit trail never changes';
const onwards = 'The head of an audit chain moves forwards only';

const sqlite = [
  ...['update', 'delete'].map(
    (change) => `create trigger audit_events_fixed_${change} before ${change} on audit_events begin select raise(abort, '${fixed}'); end`,
  ),
  // INSERT OR REPLACE asks no trigger of the row that it takes away.
  `create trigger audit_events_fixed_replace before insert on audit_events
    when exists (select 1 from audit_events where company_key = new.company_key and number = new.number)
    begin select raise(abort, '${fixed}'); end`,
  `create trigger audit_chains_fixed_delete before delete on audit_chains begin select raise(abort, '${onwards}'); end`,
  `create trigger audit_chains_fixed_update before update on audit_chains
    when new.company_key <> old.company_key or new.last_number <= old.last_number begin select raise(abort, '${onwards}'); end`,
];

const postgres = [
  `create function refuse_audit_change() returns trigger language plpgsql as $$ begin raise exception '${fixed}'; end $$`,
  `create function refuse_audit_return() returns trigger language plpgsql as $$ begin raise exception '${onwards}'; end $$`,
  'create trigger audit_events_fixed before update or delete on audit_events for each row execute function refuse_audit_change()',
  // TRUNCATE asks no trigger of a row.
  'create trigger audit_events_fixed_truncate before truncate on audit_events execute function refuse_audit_change()',
  'create trigger audit_chains_fixed before delete on audit_chains for each row execute function refuse_audit_return()',
  'create trigger audit_chains_fixed_truncate before truncate on audit_chains execute function refuse_audit_return()',
  `create trigger audit_chains_fixed_update before update on audit_chains for each row
    when (new.company_key <> old.company_key or new.last_number <= old.last_number) execute function refuse_audit_return()`,
];

/** Who did what, in a chain for each company and one for the instance; the database itself refuses to change it. */
export class Audit1764000000018 implements MigrationInterface {
  name = 'Audit1764000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(events(uuidType(runner)));
    await runner.createTable(chains);
    for (const statement of isSqlite(runner) ? sqlite : postgres) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('audit_events');
    await runner.dropTable(chains.name);
    if (isSqlite(runner)) return;
    for (const name of ['refuse_audit_change', 'refuse_audit_return']) await runner.query(`drop function ${name}`);
  }
}

function isSqlite(runner: QueryRunner): boolean {
  return runner.connection.options.type === 'sqlite';
}
