import { DatabaseSync } from 'node:sqlite';
import type { StreamEvent, StreamPageJson, TransactionJson } from './api-client.ts';
import { revisionOf } from './content.ts';

/** What a client may notice of a broken stream without knowing the truth. */
export type FaultKind =
  /** The same change again after its cursor had passed it, or one transaction twice on a page. */
  | 'doubled'
  /** A state that is older than one already received, or a transaction that comes back from removal. */
  | 'outOfOrder'
  /** `added` for what was known, or `modified` for what could not be known. */
  | 'wrongType';

/** What a mirror is of: filters, and how it is filled. Chosen anew at each bootstrap. */
export interface Subject {
  readonly accountId: string | null;
  readonly connectionId: string | null;
  readonly bootstrap: 'head' | 'beginning';
}

/** A saved cursor. Pages are counted, so that a client can tell what a cursor has passed. */
export interface Place {
  /** Null before the first page of `from=beginning`. */
  readonly cursor: string | null;
  /** Count of the page that gave it; everything applied up to that page lies behind it. */
  readonly page: number;
  /** Page with which the client had last caught up; -1 before that. */
  readonly sincePage: number;
}

/** Page count of rows that a crash or a step back has left in doubt: they may rightly come again. */
const IN_DOUBT = 2 ** 52;

const SCHEMA = `
  create table if not exists state (name text primary key, value text not null) without rowid;
  create table if not exists cursors (page integer primary key, cursor text, since_page integer not null);
  create table if not exists rows (id text primary key, body text not null, revision integer not null,
    first_page integer not null, page integer not null, event text) without rowid;
  create table if not exists gone (id text primary key, page integer not null, event text not null) without rowid;
  create table if not exists faults (kind text not null, detail text not null);
`;

/**
 * A client's mirror in a file of its own, with its cursor beside it. It applies pages and notes every fault that it can
 * see; whether it is right in the end only the comparison with the server tells.
 */
export class Mirror {
  readonly #db: DatabaseSync;

  constructor(path: string) {
    this.#db = new DatabaseSync(path);
    // The process is killed, not the machine: nothing has to reach the disk, but every commit has to be whole.
    this.#db.exec('pragma journal_mode = wal; pragma synchronous = off;');
    this.#db.exec(SCHEMA);
  }

  close(): void {
    this.#db.close();
  }

  atomically(work: () => void): void {
    this.#db.exec('begin immediate');
    try {
      work();
      this.#db.exec('commit');
    } catch (cause) {
      this.#db.exec('rollback');
      throw cause;
    }
  }

  read(name: string): string | null {
    const row = this.#db.prepare('select value from state where name = ?').get(name);
    return row === undefined ? null : String(row.value);
  }

  write(name: string, value: string): void {
    this.#db.prepare('insert or replace into state values (?, ?)').run(name, value);
  }

  count(name: string, more = 1): void {
    this.write(name, String(Number(this.read(name) ?? 0) + more));
  }

  /** Throws everything away, as a client does that bootstraps again; the faults stay. */
  restart(subject: Subject): void {
    this.#db.exec('delete from rows; delete from gone; delete from cursors');
    this.write('subject', JSON.stringify(subject));
    this.write('phase', 'new');
    this.count('bootstraps');
  }

  subject(): Subject | null {
    const text = this.read('subject');
    return text === null ? null : (JSON.parse(text) as Subject); // Written by restart.
  }

  place(): Place | null {
    const row = this.#db.prepare('select page, cursor, since_page from cursors order by page desc limit 1').get();
    return row === undefined ? null : placeOf(row);
  }

  savePlace({ cursor, page, sincePage }: Place): void {
    this.#db.prepare('insert or replace into cursors values (?, ?, ?)').run(page, cursor, sincePage);
    this.#db.prepare('delete from cursors where page < ?').run(page - 8);
  }

  /** Goes back to an earlier cursor; what was received since is in doubt. Page counts never go back. */
  stepBack(to: Place): void {
    const now = this.place();
    if (now === null) return;
    this.doubt(to.page);
    this.savePlace({ ...to, page: now.page + 1 });
  }

  /** Cursors that are still kept, oldest first. */
  places(): Place[] {
    return this.#db.prepare('select page, cursor, since_page from cursors order by page').all().map(placeOf);
  }

  /** What was applied after a page may come again: its cursor was never saved. */
  doubt(page: number): void {
    this.#db.prepare('update rows set page = ? where page > ?').run(IN_DOUBT, page);
    this.#db.prepare('update gone set page = ? where page > ?').run(IN_DOUBT, page);
  }

  /** A page of the list, read during the bootstrap. */
  applyList(items: readonly TransactionJson[]): void {
    for (const item of items) this.#upsert(item, { page: 0, event: null });
  }

  /** A page of the stream that was read from `from`; it becomes page `from.page + 1`. */
  applyEvents({ events }: StreamPageJson, from: Place): void {
    const onPage = new Set<string>();
    for (const event of events) {
      const id = event.type === 'removed' ? event.transactionId : event.transaction.id;
      if (onPage.has(id)) this.#fault('doubled', `${id} twice on one page`);
      onPage.add(id);
      this.#checkRepeat(id, event, from);
      if (event.type === 'removed') {
        this.#db.prepare('delete from rows where id = ?').run(id);
        this.#db.prepare('insert or replace into gone values (?, ?, ?)').run(id, from.page + 1, event.eventId);
      } else {
        this.#checkType(id, event.type, from);
        this.#upsert(event.transaction, { page: from.page + 1, event: event.eventId });
      }
    }
    this.count('events', events.length);
  }

  #upsert(item: TransactionJson, change: { readonly page: number; readonly event: string | null }): void {
    const revision = revisionOf(item.description);
    const stored = this.#db.prepare('select revision, first_page from rows where id = ?').get(item.id);
    if (stored !== undefined && Number(stored.revision) > revision)
      this.#fault('outOfOrder', `${item.id}: revision ${revision} after ${stored.revision}`);
    if (this.#db.prepare('select 1 from gone where id = ?').get(item.id) !== undefined)
      this.#fault('outOfOrder', `${item.id} came back after its removal`);
    const firstPage = stored === undefined ? change.page : Number(stored.first_page);
    this.#db
      .prepare('insert or replace into rows values (?, ?, ?, ?, ?, ?)')
      .run(item.id, JSON.stringify(item), revision, firstPage, change.page, change.event);
  }

  #checkRepeat(id: string, event: StreamEvent, from: Place): void {
    const known = this.#db
      .prepare('select page, event from rows where id = :id union all select page, event from gone where id = :id')
      .get({ id });
    if (known !== undefined && known.event === event.eventId && Number(known.page) <= from.page)
      this.#fault('doubled', `${event.eventId} again behind the cursor of page ${from.page}`);
  }

  #checkType(id: string, type: 'added' | 'modified', from: Place): void {
    const row = this.#db.prepare('select first_page from rows where id = ?').get(id);
    const known = row !== undefined && Number(row.first_page) <= from.sincePage;
    if (type === 'added' && known) this.#fault('wrongType', `added: ${id} was known since page ${row.first_page}`);
    // While the list is the source of what is known, a row that changed during the list may be met here first.
    const mayBeUnknown = this.subject()?.bootstrap === 'head' && from.sincePage < 0;
    if (type === 'modified' && !known && !mayBeUnknown) this.#fault('wrongType', `modified: ${id} could not be known`);
  }

  #fault(kind: FaultKind, detail: string): void {
    this.#db.prepare('insert into faults values (?, ?)').run(kind, detail);
  }

  faults(): { readonly kind: FaultKind; readonly detail: string }[] {
    return this.#db
      .prepare('select kind, detail from faults')
      .all()
      .map((row) => ({ kind: String(row.kind) as FaultKind, detail: String(row.detail) })); // Written by #fault.
  }

  /** Every row with its content. */
  *rows(): Generator<{ readonly id: string; readonly body: string }> {
    for (const row of this.#db.prepare('select id, body from rows').iterate())
      yield { id: String(row.id), body: String(row.body) };
  }
}

function placeOf(row: Record<string, unknown>): Place {
  const { cursor, page, since_page: sincePage } = row;
  return { cursor: cursor === null ? null : String(cursor), page: Number(page), sincePage: Number(sincePage) };
}
