import fc from 'fast-check';
import { type ContractOperation, type HttpMethod, isObject } from '../../src/api/contract/contract.ts';
import { servedOperations } from '../../test/support/calls/every-operation.ts';
import { BOUNDARY, type FuzzBody, type FuzzRequest, isIdRef } from './fuzz-request.ts';
import { oddValues } from './values.ts';

type Requests = fc.Arbitrary<FuzzRequest>;

const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Names that have a meaning somewhere, and names that have none. */
const NAMES = [
  'colour',
  '__proto__',
  'constructor',
  'toString',
  'id',
  'limit ',
  'Cursor',
  '',
  'a.b',
  'a[0]',
  '%',
  'ключ',
];
/** What follows a `?` and is not in order, or looks as if it was not. */
const RAW_QUERIES = [
  ...[
    '%',
    '%zz',
    'a=%ff',
    'cursor=%ED%A0%80',
    '&&&',
    '=',
    '=a',
    'limit=%00',
    'limit=1&limit=1',
    'limit=1%2c2',
    'limit[]=1',
  ],
  ...['limit=0', 'limit=501', 'limit=1e2', 'limit=0x10', 'limit=-0', 'limit=١', 'limit=99999999999999999999', 'limit='],
  ...['cursor=', 'cursor=lc_nonsense', 'cursor=sc_nonsense', 'fields=', 'fields=id,,', 'fields=nothing', 'colour=red'],
];
/** Paths are never given these, since they are other paths then. */
const isWholeSegment = (text: string) => text !== '.' && text !== '..' && text.isWellFormed();

/** Requests that differ from a good one in something that the contract mostly does not allow. */
export function breaksOf(operation: ContractOperation, good: FuzzRequest): Requests[] {
  const breaks = [
    fc
      .constantFrom(...RAW_QUERIES)
      .filter(isPrintable)
      .map((rawQuery) => ({ ...good, rawQuery })),
    fc.tuple(fc.constantFrom(...NAMES), textOf(oddValues)).map((pair) => ({ ...good, query: [...good.query, pair] })),
    fc
      .constantFrom('live', 'scopeless', 'missing', 'malformed', 'unknown', 'expired', 'revoked')
      .map((key) => ({ ...good, key })),
    ...brokenParameters(operation, good),
    ...brokenPaths(good),
    ...otherMethods(operation, good),
    ...brokenBodies(operation, good),
  ] as Requests[];
  return breaks;
}

const isPrintable = (text: string) => /^[\u0021-\u007e]*$/.test(text);
const textOf = (values: fc.Arbitrary<unknown>) =>
  values
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .filter((text) => text.isWellFormed());

function brokenParameters(operation: ContractOperation, good: FuzzRequest): Requests[] {
  const names = operation.parameters.filter(({ location }) => location === 'query').map(({ name }) => name);
  const changed = names.map((name) =>
    textOf(oddValues).map((text) => ({
      ...good,
      query: [...good.query.filter(([other]) => other !== name), [name, text] as const],
    })),
  );
  const doubled = good.query.map((pair) => fc.constant({ ...good, query: [...good.query, pair] }));
  const takesKey = operation.parameters.some(({ name }) => name === 'Idempotency-Key');
  const badKeys = fc
    .constantFrom(
      ['', undefined],
      ['x'.repeat(256), undefined],
      ['a', 'a'],
      ['é\u00ff', undefined],
      [' \t ', undefined],
    )
    .map(([first = '', second]) => ({
      ...good,
      headers: [first, second].flatMap((key) => (key === undefined ? [] : [['idempotency-key', key] as const])),
    }));
  return [...changed, ...doubled, ...(takesKey ? [badKeys] : [])];
}

function brokenPaths(good: FuzzRequest): Requests[] {
  return Object.entries(good.path).flatMap(([name, id]) => {
    const other = textOf(oddValues).filter((text) => isWholeSegment(text) && text.length < 600);
    const changed = other.map((text) => ({ ...good, path: { ...good.path, [name]: text } }));
    const foreign = isIdRef(id)
      ? fc
          .constantFrom('foreign', 'nobody')
          .map((from) => ({ ...good, path: { ...good.path, [name]: { ...id, from } } }))
      : fc.constant(good);
    return [changed, foreign as Requests];
  });
}

function otherMethods(operation: ContractOperation, good: FuzzRequest): Requests[] {
  // `/v1/events/replay` is an event called `replay` to those methods that events have.
  const covers = (template: string) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(operation.path);
  const served = servedOperations().filter(({ path }) => covers(path));
  const others = METHODS.filter((method) => served.every((each) => each.method !== method));
  return [fc.constantFrom(...others).map((method) => ({ ...good, method }))];
}

function brokenBodies(operation: ContractOperation, good: FuzzRequest): Requests[] {
  const withBody = (bodies: fc.Arbitrary<FuzzBody>): Requests => bodies.map((body) => ({ ...good, body }));
  const { body } = good;
  if (operation.body === null || body.kind === 'none') return [withBody(anyJson(fc.jsonValue()))];
  if (body.kind === 'form') return brokenForms(body).map(withBody);
  if (body.kind !== 'json' || !isObject(body.value)) return [];
  const { value } = body;
  const text = JSON.stringify(value, (_, each: unknown) =>
    isIdRef(each) ? '019a0000-0000-7000-8000-000000000000' : each,
  );
  const bytes = (latin1: fc.Arbitrary<string>) =>
    withBody(latin1.map((each) => ({ kind: 'bytes', latin1: each, contentType: 'application/json' })));
  return [
    ...Object.keys(value).flatMap((name) => {
      const { [name]: _, ...rest } = value;
      return [
        withBody(anyJson(fc.constant(rest))),
        withBody(anyJson(oddValues.map((odd) => ({ ...rest, [name]: odd })))),
      ];
    }),
    withBody(anyJson(fc.tuple(fc.constantFrom(...NAMES), oddValues).map(([name, odd]) => withOwn(value, name, odd)))),
    withBody(anyJson(fc.constantFrom(null, [], [value], 'text', 7, true))),
    withBody(anyJson(fc.constantFrom(33, 40, 400).map((depth) => ({ ...value, metadata: nested(depth) })))),
    bytes(fc.nat({ max: Math.max(0, text.length - 1) }).map((length) => text.slice(0, length))),
    bytes(
      fc.constantFrom(
        '{',
        '{"a":1,}',
        "{'a':1}",
        '{"a":NaN}',
        '\u0000',
        '"\u00ff"',
        '{"a":"\u00c3"}',
        `${text} ${text}`,
      ),
    ),
    bytes(fc.constant(`{"metadata":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)),
    bytes(fc.constantFrom('{"days":1e400}', '{"metadata":{"a":1e400}}', `{"a":1e-400,${text.slice(1)}`)),
    withBody(
      fc
        .constantFrom(
          'text/plain',
          'application/xml',
          'application/x-www-form-urlencoded',
          'multipart/form-data',
          'nonsense',
        )
        .map((contentType) => ({ ...body, contentType })),
    ),
    withBody(
      fc
        .constantFrom('iso-8859-1', 'utf-16')
        .map((name) => ({ ...body, contentType: `application/json; charset=${name}` })),
    ),
    fc.constant({ ...good, headers: [...good.headers, ['content-encoding', 'gzip']] }),
  ];
}

function anyJson(values: fc.Arbitrary<unknown>): fc.Arbitrary<FuzzBody> {
  return values.map((value) => ({ kind: 'json', value, contentType: 'application/json' }));
}

/** A copy with one more property, which may be called `__proto__`. */
function withOwn(value: object, name: string, added: unknown): unknown {
  return Object.fromEntries([...Object.entries(value), [name, added]]);
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function brokenForms(body: Extract<FuzzBody, { kind: 'form' }>): fc.Arbitrary<FuzzBody>[] {
  const [first] = body.fields;
  const field = (name: string, value: unknown, fileName: string | null = null) => ({ name, value, fileName });
  const withFields = (fields: typeof body.fields): FuzzBody => ({ ...body, fields });
  const contentType = `multipart/form-data; boundary=${BOUNDARY}`;
  return [
    fc.constant(withFields(body.fields.filter(({ fileName }) => fileName === null))),
    fc.constant(withFields([...body.fields, ...(first === undefined ? [] : [first])])),
    fc.constant(withFields([...body.fields, field('file', 'second', 'second.bai')])),
    fc.constant(withFields([field('file', 'no file name')])),
    fc
      .tuple(fc.constantFrom(...NAMES.filter(isPrintable)), oddValues)
      .map(([name, odd]) => withFields([...body.fields, field(name, odd)])),
    fc.constant({ ...body, end: 'cut' as const }),
    fc
      .constantFrom('', '--', `--${BOUNDARY}`, 'nonsense')
      .map((latin1): FuzzBody => ({ kind: 'bytes', latin1, contentType })),
    anyJson(fc.constant({ file: 'a' })),
  ];
}
