// Keeps a copy of transactions in SQLite: `cursor` prints where it stands, `apply` takes a page of the stream from standard input, `count` counts.
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const database = new DatabaseSync(process.env.MIRROR_FILE ?? 'mirror.sqlite');
database.exec(`create table if not exists transactions (id text primary key, account_id text not null, amount text not null, body text not null);
  create table if not exists place (only integer primary key check (only = 1), cursor text not null)`);

const [command] = process.argv.slice(2);
if (command === 'cursor') console.log(database.prepare('select cursor from place').get()?.cursor ?? '');
else if (command === 'count') console.log(database.prepare('select count(*) as count from transactions').get().count);
else {
  const { events, nextCursor } = JSON.parse(readFileSync(0, 'utf8'));
  const put = database.prepare('insert or replace into transactions values (?, ?, ?, ?)');
  const drop = database.prepare('delete from transactions where id = ?');
  // Rows and cursor together: a copy that stops anywhere goes on from where its rows are.
  database.exec('begin');
  for (const { type, transaction, transactionId } of events)
    if (type === 'removed') drop.run(transactionId);
    else put.run(transaction.id, transaction.accountId, transaction.amount, JSON.stringify(transaction));
  database.prepare('insert or replace into place values (1, ?)').run(nextCursor);
  database.exec('commit');
}
