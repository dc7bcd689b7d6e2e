import fc from 'fast-check';
import type { ContractOperation, ContractParameter } from '../../src/api/contract/contract.ts';
import { requestSchema } from '../../src/api/contract/request-schema.ts';
import { SPARSE_FIELDS } from '../../src/api/contract/types.generated.ts';
import { smallBai2File } from '../../test/support/banks/small-file.ts';
import { type PathIds, requestOf } from '../../test/support/calls/every-operation.ts';
import { theContract } from '../../test/support/calls/load-contract.ts';
import { breaksOf } from './breaks.ts';
import type { FormField, FuzzBody, FuzzRequest, KeyKind } from './fuzz-request.ts';
import { idRefs, valuesOf } from './values.ts';

type Requests = fc.Arbitrary<FuzzRequest>;

/** References in the places of ids. */
const REFS = new Proxy({}, { get: (_, name) => ({ idOf: name, from: 'own', index: 0 }) }) as PathIds;

/** Requests of one operation whose form is right; their ids mostly are there. */
export function goodRequests(operation: ContractOperation): Requests {
  const inPlace = (place: string) => operation.parameters.filter(({ location }) => location === place);
  // One index for all, since what was stocked together belongs together.
  const names = inPlace('path').map(({ name }) => name);
  const path = fc
    .tuple(fc.nat({ max: 7 }), ...names.map(idRefs))
    .map(([index, ...refs]) => Object.fromEntries(refs.map((ref) => [ref.idOf, { ...ref, index }])));
  return fc.record({
    operationId: fc.constant(operation.id),
    method: fc.constant<string>(operation.method),
    key: fc.constant<KeyKind>('own'),
    path,
    query: queries(operation, inPlace('query')),
    rawQuery: fc.constant(''),
    headers: headersOf(operation),
    body: bodies(operation),
  });
}

/** The same with something that is wrong, of any kind. */
export function brokenRequests(operation: ContractOperation): Requests {
  return goodRequests(operation).chain((request) => fc.oneof(...breaksOf(operation, request)));
}

/** Any request of any of the operations. */
export function anyRequests(operations: readonly ContractOperation[], brokenShare: number): Requests {
  return fc.oneof(
    ...operations.map((operation) =>
      fc.oneof(
        { weight: Math.round(100 - brokenShare * 100), arbitrary: goodRequests(operation) },
        { weight: Math.round(brokenShare * 100), arbitrary: brokenRequests(operation) },
      ),
    ),
  );
}

function queries(
  operation: ContractOperation,
  parameters: readonly ContractParameter[],
): fc.Arbitrary<FuzzRequest['query']> {
  const pairs = parameters.map((parameter) => {
    const value = parameterValues(operation, parameter);
    const pair = value.map((each) => [parameter.name, each] as const);
    // Most filters at once find nothing at all.
    return fc.option(pair, { freq: 3, nil: null }).map((given) => given);
  });
  return fc
    .tuple(
      ...pairs.map((pair) => fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: pair })),
    )
    .map((given) => given.filter((pair) => pair !== null));
}

function parameterValues(operation: ContractOperation, { name, schema }: ContractParameter): fc.Arbitrary<unknown> {
  if (name === 'cursor')
    return fc.nat({ max: 5 }).map((index) => ({ idOf: `cursor of ${operation.id}`, from: 'own', index }));
  if (name === 'fields') {
    const { known } = SPARSE_FIELDS[operation.id === 'listAccounts' ? 'Account' : 'Transaction'];
    return fc.subarray<string>([...known], { minLength: 1 }).map((names) => names.join(','));
  }
  const inlined = requestSchema(theContract().document, schema);
  return valuesOf(inlined, name)
    .filter((value) => value !== null && value !== '')
    .map((value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value));
}

const plainKeys = fc.oneof(
  fc.nat({ max: 6 }).map((index) => `key-${index}`),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }).filter((text) => /^\S(?:.*\S)?$/.test(text)),
);

function headersOf(operation: ContractOperation): fc.Arbitrary<FuzzRequest['headers']> {
  const headers: fc.Arbitrary<FuzzRequest['headers']>[] = [fc.constant([])];
  const takes = (name: string) => operation.parameters.some((each) => each.location === 'header' && each.name === name);
  if (takes('Idempotency-Key')) headers.push(plainKeys.map((key) => [['idempotency-key', key]]));
  headers.push(
    fc.constant([
      ['accept', 'text/html'],
      ['x-forwarded-for', '127.0.0.1'],
      ['accept-language', '*'],
    ]),
  );
  return fc.oneof(...headers);
}

function bodies(operation: ContractOperation): fc.Arbitrary<FuzzBody> {
  const none: FuzzBody = { kind: 'none' };
  if (operation.body === null) return fc.constant(none);
  const json = operation.body.content.get('application/json');
  if (json === undefined) return forms(operation);
  const made = valuesOf(requestSchema(theContract().document, json));
  const usual = requestOf(operation, REFS).body;
  // What is made at random hardly ever goes together where the contract's prose has rules of its own.
  const value =
    usual === undefined ? made : fc.oneof({ weight: 3, arbitrary: made }, { weight: 2, arbitrary: fc.constant(usual) });
  const contentType = fc.constantFrom(
    ...['application/json', 'application/json', 'Application/JSON; charset=utf-8', 'application/json;charset="UTF-8"'],
  );
  const sent: fc.Arbitrary<FuzzBody> = fc.record({ kind: fc.constant('json' as const), value, contentType });
  return operation.body.required ? sent : fc.oneof(sent, fc.constant(none));
}

function forms(operation: ContractOperation): fc.Arbitrary<FuzzBody> {
  const schema = requestSchema(theContract().document, operation.body?.content.get('multipart/form-data') ?? {});
  const content = fc.oneof(
    fc.nat({ max: 40 }).map((salt) => smallBai2File(1 + (salt % 3), `salt ${salt}`)),
    fc.string({ maxLength: 200 }),
  );
  return fc
    .record({ fields: valuesOf(schema), content, name: fc.constantFrom('a.bai', 'b', '../c.csv') })
    .map(({ fields, content: value, name }): FuzzBody => {
      // Objects by the schema of the form.
      const others = Object.entries(fields as object).filter(([field]) => field !== 'file');
      const file: FormField = { name: 'file', value, fileName: name };
      return { kind: 'form', end: 'whole', fields: [...others.map(([field, each]) => plainField(field, each)), file] };
    });
}

function plainField(name: string, value: unknown): FormField {
  return { name, value, fileName: null };
}
