import type { components, OPERATIONS, operations } from './contract.generated.ts';

/** What the contracts name, by name. */
export type Schemas = components['schemas'];

/** Operations that these pages can call. */
export type OperationId = keyof typeof OPERATIONS & keyof operations;

type Parameters<Id extends OperationId> = operations[Id]['parameters'];
type JsonOf<Body> = Body extends { content: { 'application/json': infer Json } } ? Json : never;
type FormOf<Body> = Body extends { content: { 'multipart/form-data': unknown } } ? FormData : never;
type BodyOf<Id extends OperationId> = operations[Id] extends { requestBody?: infer Body }
  ? JsonOf<NonNullable<Body>> | FormOf<NonNullable<Body>>
  : never;
type Required<Name extends string, Value> = [Value] extends [never] ? unknown : { readonly [Key in Name]: Value };
type PathOf<Id extends OperationId> = Parameters<Id> extends { path: infer Path } ? Path : never;
type QueryOf<Id extends OperationId> = Parameters<Id> extends { query?: infer Query } ? NonNullable<Query> : never;

/** Path, query and body of an operation. */
export type InputOf<Id extends OperationId> = Required<'path', PathOf<Id>> & {
  readonly query?: QueryOf<Id>;
} & ([BodyOf<Id>] extends [never]
    ? unknown
    : operations[Id] extends { requestBody: unknown }
      ? { readonly body: BodyOf<Id> }
      : { readonly body?: BodyOf<Id> });

type Responses<Id extends OperationId> = operations[Id]['responses'];
type Success<Id extends OperationId> = Responses<Id>[Extract<keyof Responses<Id>, 200 | 201 | 202 | 204>];

/** The JSON that an operation answers with; undefined where it answers without content. */
export type AnswerOf<Id extends OperationId> =
  Success<Id> extends infer One
    ? One extends { content: { 'application/json': infer Json } }
      ? Json
      : undefined
    : never;

/** Operations that answer with one page of a list. */
export type ListId = {
  [Id in OperationId]: AnswerOf<Id> extends { data: unknown[]; pagination: unknown } ? Id : never;
}[OperationId];

/** One item of a list. */
export type ItemOf<Id extends ListId> = AnswerOf<Id> extends { data: (infer Item)[] } ? Item : never;
