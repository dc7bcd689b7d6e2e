import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type ContractOperation,
  isObject,
  type JsonObject,
  objectAt,
  partAt,
  resolveRef,
} from '../../src/api/contract/contract.ts';
import { schemasIn, typesOf } from '../../src/api/contract/schema.ts';
import { theContract } from '../support/calls/load-contract.ts';

/** What a seed page says about one parameter or property. What it does not say is absent. */
interface FieldFact {
  readonly name: string;
  readonly in?: 'path' | 'query';
  readonly type: string;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: readonly string[];
  readonly properties?: readonly FieldFact[];
}

interface BodyFact {
  readonly status?: number;
  readonly mediaType: string;
  readonly schema: string;
  readonly properties: readonly FieldFact[];
  readonly example?: { readonly schema: string; readonly value: JsonObject };
}

interface PageFact {
  readonly title: string;
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly parameters: readonly FieldFact[];
  readonly request?: BodyFact;
  readonly response: BodyFact;
}

const { document, operations } = theContract();
// The file beside this test; its form is the types above.
const { pages } = JSON.parse(readFileSync(new URL('./seeds.json', import.meta.url), 'utf8')) as { pages: PageFact[] };

function operationOf(page: PageFact): ContractOperation {
  const found = [...operations.values()].find((each) => each.path === page.path && each.method === page.method);
  if (found === undefined) throw new Error(`the contract has no ${page.method} ${page.path}`);
  return found;
}

const schemaNamed = (name: string): JsonObject => objectAt(partAt(document, `#/components/schemas/${name}`), name);

/** True when a schema is, or offers as one of its forms, the component of that name. */
function offers(schema: JsonObject, name: string): boolean {
  if (schema.$ref === `#/components/schemas/${name}`) return true;
  const resolved = resolveRef(document, schema);
  return [...schemasIn(resolved.oneOf), ...schemasIn(resolved.anyOf)].some((each) => offers(each, name));
}

function expectFact(schema: JsonObject, fact: FieldFact): void {
  const types = typesOf(schema);
  expect(types).toContain(fact.type);
  expect(types.includes('null')).toBe(fact.nullable ?? false);
  for (const keyword of ['format', 'default', 'const', 'minimum', 'maximum', 'enum'] as const) {
    expect(schema[keyword], keyword).toEqual(fact[keyword]);
  }
  for (const name of fact.items ?? []) expect(offers(objectAt(schema.items, fact.name), name)).toBe(true);
  if (fact.properties !== undefined) expectProperties(schema, fact.properties);
}

function expectProperties(schema: JsonObject, facts: readonly FieldFact[]): void {
  const properties = objectAt(schema.properties, 'properties');
  for (const fact of facts) expectFact(resolveRef(document, properties[fact.name]), fact);
}

/** Names that the page calls required, and the contract's, must be the same. */
function expectRequired(schema: JsonObject, facts: readonly FieldFact[]): void {
  const required = facts.filter((fact) => fact.required).map((fact) => fact.name);
  expect(schema.required).toEqual(required);
}

describe.each(pages)('seed page “$title”', (page) => {
  const operation = operationOf(page);

  it('has its operation, marked as given, with a bearer key', () => {
    const item = objectAt(partAt(document, `#/paths/${page.path.replaceAll('/', '~1')}`), page.path);
    expect(objectAt(item[page.method.toLowerCase()], page.method)['x-seed']).toBe(true);
    expect(objectAt(partAt(document, '#/components/securitySchemes/apiKey'), 'apiKey').scheme).toBe(page.authorization);
    expect(operation.scope).not.toBeNull();
  });

  it('has its parameters, and no further one that a client must send', () => {
    for (const fact of page.parameters) {
      const parameter = operation.parameters.find((each) => each.name === fact.name && each.location === fact.in);
      expect(parameter?.required, fact.name).toBe(fact.required ?? false);
      expectFact(parameter?.schema ?? {}, fact);
    }
    const required = operation.parameters.filter((each) => each.required).map((each) => each.name);
    expect(required).toEqual(page.parameters.filter((fact) => fact.required).map((fact) => fact.name));
  });

  it('has its request body', () => {
    expect(operation.body === null).toBe(page.request === undefined);
    if (page.request === undefined) return;
    const { mediaType, schema, properties } = page.request;
    expect(offers(operation.body?.content.get(mediaType) ?? {}, schema)).toBe(true);
    expectProperties(schemaNamed(schema), properties);
    expectRequired(schemaNamed(schema), properties);
  });

  it('has its response', () => {
    const { status, mediaType, schema, properties } = page.response;
    expect(offers(operation.responses.get(status ?? 0)?.content.get(mediaType) ?? {}, schema)).toBe(true);
    expectProperties(schemaNamed(schema), properties);
    expectRequired(schemaNamed(schema), properties);
  });

  it('has every key and value of its example', () => {
    const { example } = page.response;
    if (example !== undefined) expectExample(schemaNamed(example.schema), example.value);
  });
});

/** Each key is documented, each value possible; `<string>` stands for any text. */
function expectExample(schema: JsonObject, value: JsonObject): void {
  const [form] = schemasIn(schema.anyOf);
  const properties = objectAt(resolveRef(document, form ?? schema).properties, 'properties');
  for (const [key, each] of Object.entries(value)) {
    expect(properties[key], key).toBeDefined();
    const property = resolveRef(document, properties[key]);
    if (isObject(each)) expectExample(property, each);
    else if (each === '<string>' || property.format !== undefined) expect(typesOf(property), key).toContain('string');
    else expect(property.enum, key).toContain(each);
  }
}

it('knows all three pages', () => {
  expect(pages.map((page) => `${page.method} ${page.path}`)).toEqual([
    'GET /v1/connections/{connectionId}',
    'POST /v1/connections',
    'GET /v1/transactions/sync',
  ]);
});
