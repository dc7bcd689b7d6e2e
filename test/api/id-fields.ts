import { type ContractOperation, isObject, type JsonSchema } from '../../src/api/contract/contract.ts';
import { inlineSchema, schemasIn } from '../../src/api/contract/schema.ts';
import type { CallInput } from '../support/calls/caller.ts';
import { theContract } from '../support/calls/load-contract.ts';

/** A place of a request that can hold an id. */
export interface IdField {
  readonly location: 'path' | 'query' | 'body';
  /** Name of the parameter or property. */
  readonly name: string;
  /** Way to it: names of properties from the outside in; one name in a path or query. */
  readonly way: readonly string[];
}

/** Ids by which nothing of ours can be reached, with the reason. */
const REACHING_NOTHING: Readonly<Record<string, string>> = {
  externalEntityId: 'given by the integrator, and looked for among the own ones only',
  bankCustomerId: 'given by the bank, and kept as text',
  afterEventId: 'a place in the order of ids: the own events behind it follow, whether or not an event has it',
};

/** All places of a request that can hold an id of ours, read from the contract: parameters and properties at any depth. */
export function idFieldsOf(operation: ContractOperation): IdField[] {
  const fields: IdField[] = [];
  for (const { location, name } of operation.parameters)
    if (location === 'path' || (location === 'query' && isId(name))) fields.push({ location, name, way: [name] });
  const ways = new Set<string>();
  for (const schema of operation.body?.content.values() ?? [])
    collect(
      inlineSchema(theContract().document, schema, (each) => each),
      [],
      ways,
    );
  for (const way of ways) {
    const steps = way.split('.');
    fields.push({ location: 'body', name: steps.at(-1) ?? '', way: steps });
  }
  return fields;
}

function isId(name: string): boolean {
  return /ids?$/i.test(name) && !Object.hasOwn(REACHING_NOTHING, name);
}

function collect(schema: JsonSchema, way: readonly string[], found: Set<string>): void {
  for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
    if (isId(name)) found.add([...way, name].join('.'));
    if (isObject(property)) collect(property, [...way, name], found);
  }
  for (const keyword of ['oneOf', 'anyOf', 'allOf'])
    for (const each of schemasIn(schema[keyword])) collect(each, way, found);
  // Of a list every item is the same: the first one stands for them.
  if (isObject(schema.items)) collect(schema.items, [...way, '0'], found);
}

/** The request with the id in that place; everything else stays. */
export function withId(input: CallInput, { location, name, way }: IdField, id: string): CallInput {
  if (location === 'path') return { ...input, path: { ...input.path, [name]: id } };
  if (location === 'query') return { ...input, query: { ...input.query, [name]: id } };
  if (input.form === undefined) return { ...input, body: put(input.body ?? {}, way, id) };
  const form = new FormData();
  for (const [key, value] of input.form.entries()) form.append(key, value);
  form.set(name, id);
  return { ...input, form };
}

function put(target: unknown, [step, ...rest]: readonly string[], id: string): unknown {
  if (step === undefined) return id;
  if (step === '0') return [put(undefined, rest, id)];
  const object = isObject(target) ? target : {};
  return { ...object, [step]: put(object[step], rest, id) };
}
