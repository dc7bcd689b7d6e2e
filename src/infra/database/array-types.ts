import type { ParsedOptions } from './connection.ts';

type Parse = (text: string) => unknown;
type Serialize = (value: unknown) => unknown;

/** PostgreSQL's built-in types by number, each with the number of its array type (they are fixed in pg_type.dat). */
const ARRAY_TYPE_BY_ELEMENT: Readonly<Record<number, number>> = {
  16: 1000, // bool
  17: 1001, // bytea
  19: 1003, // name
  20: 1016, // int8
  21: 1005, // int2
  23: 1007, // int4
  25: 1009, // text
  26: 1028, // oid
  114: 199, // json
  700: 1021, // float4
  701: 1022, // float8
  869: 1041, // inet
  1042: 1014, // char(n)
  1043: 1015, // varchar
  1082: 1182, // date
  1083: 1183, // time
  1114: 1115, // timestamp
  1184: 1185, // timestamptz
  1186: 1187, // interval
  1700: 1231, // numeric
  2950: 2951, // uuid
  3802: 3807, // jsonb
};

/**
 * Teaches parsed options the arrays of the built-in types. The driver would ask each new connection for them instead, with a query
 * whose failure nobody can catch: a network cut at that moment would end the process.
 */
export function registerArrayTypes(options: ParsedOptions): void {
  const { parsers, serializers } = options;
  const arrayTypes = readArrayTypeMap(options);
  for (const [element, arrayType] of Object.entries(ARRAY_TYPE_BY_ELEMENT).map(
    ([from, to]) => [Number(from), to] as const,
  )) {
    const parse: Parse = parsers[element] ?? ((text) => text);
    const serialize: Serialize = serializers[element] ?? String;
    parsers[arrayType] = (text: string) => parseArray(text, parse);
    serializers[arrayType] = (values: unknown) => serializeArray(values, serialize);
    arrayTypes[element] = arrayType;
  }
}

/**
 * Reads an array as PostgreSQL prints it, `{1,"a b",NULL,{…}}`, into (nested) JavaScript arrays; SQL null becomes null. Throws when the
 * text is no array.
 */
export function parseArray(text: string, parseElement: Parse): unknown[] {
  // Arrays that do not begin at 1 carry their bounds in front: [0:1]={a,b}.
  const start = text.startsWith('[') ? text.indexOf('=') + 1 : 0;
  const root: unknown[] = [];
  const open: unknown[][] = [root];
  let position = start;
  while (position < text.length) {
    const char = text[position];
    if (char === '{') {
      open.push([]);
      position += 1;
    } else if (char === '}') {
      const closed = open.pop();
      open.at(-1)?.push(closed);
      position += 1;
    } else if (char === ',') {
      position += 1;
    } else {
      const element = char === '"' ? readQuoted(text, position) : readPlain(text, position);
      open.at(-1)?.push(element.isNull ? null : parseElement(element.text));
      position = element.end;
    }
  }
  const [array] = root;
  if (open.length !== 1 || !Array.isArray(array)) throw new TypeError('The database sent a text that is no array.');
  return array;
}

/** Writes (nested) JavaScript arrays in PostgreSQL's notation, every element quoted. */
export function serializeArray(values: unknown, serializeElement: Serialize): string {
  if (!Array.isArray(values)) throw new TypeError('A parameter of an array type must be an array.');
  // Array.isArray only says any[].
  const elements = (values as unknown[]).map((value) => {
    if (value === null || value === undefined) return 'NULL';
    if (Array.isArray(value)) return serializeArray(value, serializeElement);
    return `"${String(serializeElement(value)).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  });
  return `{${elements.join(',')}}`;
}

interface Element {
  readonly text: string;
  readonly isNull: boolean;
  readonly end: number;
}

function readPlain(text: string, from: number): Element {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '}') end += 1;
  const content = text.slice(from, end);
  return { text: content, isNull: content === 'NULL', end };
}

function readQuoted(text: string, from: number): Element {
  let content = '';
  let position = from + 1;
  while (position < text.length && text[position] !== '"') {
    if (text[position] === '\\') position += 1;
    content += text[position] ?? '';
    position += 1;
  }
  return { text: content, isNull: false, end: position + 1 };
}

/** Where `sql.array` looks up the array type of its elements; shared by all instances made of the same options. */
function readArrayTypeMap(options: ParsedOptions): Record<number, number> {
  // The parsed options carry it, though the driver's types do not list it.
  const { shared } = options as ParsedOptions & {
    readonly shared?: { readonly typeArrayMap?: Record<number, number> };
  };
  if (shared?.typeArrayMap === undefined) {
    throw new Error('This version of the package "postgres" is not supported: install 3.4.9.');
  }
  return shared.typeArrayMap;
}
