import { calendarDate, daysBetween } from '../../domain/values/calendar-date.ts';
import type { Db } from '../../infra/database.ts';

/** Control characters that no text of a bank should hold; where one does, the column is sent in another way. */
const SEPARATOR = '\u001e';
const NULL_MARK = '\u001d';
/** Smaller batches are sent in one form, so that there are not more statements than needed. */
const MIN_SHARING = 50;

/** The day that is 0 in PostgreSQL's own count. */
const DAY_ZERO = calendarDate('2000-01-01');

/** PostgreSQL's types of a column; `word` is a text of letters alone, which like all but `text` needs no quotes. */
type ColumnType = 'uuid' | 'int4' | 'int8' | 'numeric' | 'date' | 'timestamptz' | 'word' | 'text';
type Value = string | number | bigint | null;
type Columns<Item> = Readonly<Record<string, readonly [ColumnType, (item: Item) => Value]>>;
/** The columns of a relation; those under `shared` are mostly the same in all items of a large batch. */
export interface Relation<Item> {
  readonly own: Columns<Item>;
  readonly shared?: Columns<Item>;
}
type Fragment = ReturnType<Db>;

/**
 * The items as a relation for `from`. What all items of a large batch share is sent once. Everything is written out here and not by the driver, so that a batch
 * is ready while the server still works on the one before it.
 */
export function batchRelation<Item>(db: Db, items: readonly Item[], { own, shared = {} }: Relation<Item>): Fragment {
  const common = Object.entries(shared);
  const isShared =
    items.length >= MIN_SHARING && common.length > 0 && common.every(([, [, read]]) => isSame(items, read));
  const listed = Object.entries(isShared ? own : { ...own, ...shared });
  const constants = isShared ? constantsOf(db, items, shared) : db``;
  const arrays = separate(
    db,
    listed.map(([, [type, read]]) =>
      type === 'date' ? dayColumn(db, items.map(read)) : column(db, type, items.map(read)),
    ),
  );
  const names = separate(
    db,
    listed.map(([name]) => db`${db(name)}`),
  );
  const values = separate(
    db,
    listed.map(([name, [type]]) =>
      type === 'date' ? db`date '2000-01-01' + u.${db(name)} as ${db(name)}` : db`u.${db(name)}`,
    ),
  );
  return db`(select ${constants} ${values} from unnest(${arrays}) as u (${names}))`;
}

/** Followed by a comma each. */
function constantsOf<Item>(db: Db, [first]: readonly Item[], columns: Columns<Item>): Fragment | Fragment[] {
  if (first === undefined) return db``;
  return Object.entries(columns).map(([name, [type, read]]) => db`${scalar(db, type, read(first))} as ${db(name)},`);
}

function isSame<Item>(items: readonly Item[], read: (item: Item) => Value): boolean {
  const [first] = items;
  if (first === undefined) return false;
  const value = read(first);
  return items.every((item) => read(item) === value);
}

function separate(db: Db, fragments: readonly Fragment[]): Fragment[] {
  return fragments.map((fragment, index) => (index === 0 ? fragment : db`, ${fragment}`));
}

/** A column of values for `unnest`. */
export function column(db: Db, type: ColumnType, values: readonly Value[]): Fragment {
  if (type === 'text') return textColumn(db, values);
  return arrayOf(db, type, `{${values.map((value) => value ?? 'NULL').join(',')}}`);
}

/**
 * Days as their distance from PostgreSQL's first one: reading a number costs the server a fraction of reading a date, and
 * a batch has few different days.
 */
function dayColumn(db: Db, values: readonly Value[]): Fragment {
  const numbers = new Map<Value, number | null>([[null, null]]);
  const list = values.map((value) => {
    let number = numbers.get(value);
    if (number === undefined) {
      number = daysBetween(DAY_ZERO, calendarDate(String(value)));
      numbers.set(value, number);
    }
    return number;
  });
  return column(db, 'int4', list);
}

/** Texts are joined and cut again by the server, which costs a fraction of quoting each. */
function textColumn(db: Db, values: readonly Value[]): Fragment {
  const texts = values.map((value) => (value === null ? NULL_MARK : String(value)));
  const joined = texts.join(SEPARATOR);
  const isUnusual = values.some(
    (value) => typeof value === 'string' && (value.includes(SEPARATOR) || value === NULL_MARK),
  );
  // An empty text cannot be told from an empty list.
  return isUnusual || joined === ''
    ? db`${quoteAll(values)}::text::text[]`
    : db`string_to_array(${joined}::text, ${SEPARATOR}, ${NULL_MARK})`;
}

/** PostgreSQL's notation of arrays, every element in quotes. */
function quoteAll(values: readonly Value[]): string {
  const quoted = values.map((value) => (value === null ? 'NULL' : `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`));
  return `{${quoted.join(',')}}`;
}

function arrayOf(db: Db, type: Exclude<ColumnType, 'text'>, text: string): Fragment {
  switch (type) {
    case 'uuid':
      return db`${text}::text::uuid[]`;
    case 'int4':
      return db`${text}::text::int4[]`;
    case 'int8':
      return db`${text}::text::int8[]`;
    case 'numeric':
      return db`${text}::text::numeric[]`;
    case 'date':
      return db`${text}::text::date[]`;
    case 'timestamptz':
      return db`${text}::text::timestamptz[]`;
    case 'word':
      return db`${text}::text::text[]`;
  }
}

function scalar(db: Db, type: ColumnType, value: Value): Fragment {
  const text = value === null ? null : String(value);
  switch (type) {
    case 'uuid':
      return db`${text}::text::uuid`;
    case 'int4':
      return db`${text}::text::int4`;
    case 'int8':
      return db`${text}::text::int8`;
    case 'numeric':
      return db`${text}::text::numeric`;
    case 'date':
      return db`${text}::text::date`;
    case 'timestamptz':
      return db`${text}::text::timestamptz`;
    case 'word':
    case 'text':
      return db`${text}::text`;
  }
}
