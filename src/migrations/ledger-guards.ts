/**
 * What the database itself refuses, whoever asks: posted rows that change or go, and a posted transaction that does not balance.
 * Entries are written before their transaction, whose insertion as POSTED (or change to it) seals them.
 */
const sealed = 'A posted transaction never changes; reverse it';
const unbalanced = 'A posted transaction needs two or more entries that balance in every currency';

const sqlite = [
  ...(['update', 'delete'] as const).map(
    (change) => `create trigger entries_sealed_${change} before ${change} on entries
      when exists (select 1 from transactions where key = old.transaction_key and status = 'POSTED')
      begin select raise(abort, '${sealed}'); end`,
  ),
  `create trigger entries_sealed_insert before insert on entries
    when exists (select 1 from transactions where key = new.transaction_key and status = 'POSTED')
    begin select raise(abort, '${sealed}'); end`,
  `create trigger transactions_sealed_delete before delete on transactions when old.status = 'POSTED'
    begin select raise(abort, '${sealed}'); end`,
  `create trigger transactions_sealed_update
    before update of key, id, company_key, number, date, status, reverses_key, created_at, posted_at, hash on transactions when old.status = 'POSTED'
    begin select raise(abort, '${sealed}'); end`,
  ...(['insert', 'update of status'] as const).map(
    (change) => `create trigger transactions_balance_${change.split(' ')[0]} before ${change} on transactions when new.status = 'POSTED'
      begin
        select raise(abort, '${unbalanced}')
        where (select count(*) from entries where transaction_key = new.key) < 2
          or exists (select 1 from entries where transaction_key = new.key group by currency having sum(amount) <> 0);
      end`,
  ),
  ...(['insert', 'update'] as const).map(
    (change) => `create trigger balances_range_${change} before ${change} on balances
      when typeof(new.debit) <> 'integer' or typeof(new.credit) <> 'integer'
      begin select raise(abort, 'balance out of range'); end`,
  ),
];

const postgres = [
  'create sequence transaction_keys as bigint',
  `create function refuse_sealed_entries() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from transactions where key = old.transaction_key and status = 'POSTED') then raise exception '${sealed}'; end if;
      return case when tg_op = 'DELETE' then old else new end;
    end $$`,
  'create trigger entries_sealed before update or delete on entries for each row execute function refuse_sealed_entries()',
  `create function refuse_late_entries() returns trigger language plpgsql as $$
    begin
      if exists (select 1 from added join transactions t on t.key = added.transaction_key where t.status = 'POSTED')
      then raise exception '${sealed}'; end if;
      return null;
    end $$`,
  `create trigger entries_sealed_insert after insert on entries referencing new table as added
    for each statement execute function refuse_late_entries()`,
  `create function refuse_sealed_transactions() returns trigger language plpgsql as $$
    begin raise exception '${sealed}'; end $$`,
  `create trigger transactions_sealed_delete before delete on transactions for each row when (old.status = 'POSTED')
    execute function refuse_sealed_transactions()`,
  `create trigger transactions_sealed_update
    before update of key, id, company_key, number, date, status, reverses_key, created_at, posted_at, hash on transactions
    for each row when (old.status = 'POSTED') execute function refuse_sealed_transactions()`,
  `create function refuse_unbalanced() returns trigger language plpgsql as $$
    begin
      if exists (
        select 1 from changed c left join entries e on e.transaction_key = c.key where c.status = 'POSTED'
        group by c.key having count(e.line) < 2
      ) or exists (
        select 1 from changed c join entries e on e.transaction_key = c.key where c.status = 'POSTED'
        group by c.key, e.currency having sum(e.amount) <> 0
      ) then raise exception '${unbalanced}'; end if;
      return null;
    end $$`,
  `create trigger transactions_balance_insert after insert on transactions referencing new table as changed
    for each statement execute function refuse_unbalanced()`,
  `create trigger transactions_balance_update after update on transactions referencing new table as changed
    for each statement execute function refuse_unbalanced()`,
];

export const guards = { sqlite, postgres };

/** What PostgreSQL keeps when the tables are gone, and their triggers with them. */
export const leftovers = [
  'drop sequence transaction_keys',
  ...['refuse_sealed_entries', 'refuse_late_entries', 'refuse_sealed_transactions', 'refuse_unbalanced'].map(
    (name) => `drop function ${name}`,
  ),
];
