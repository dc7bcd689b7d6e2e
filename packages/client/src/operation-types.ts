import type { operations } from './contract.generated.ts';
import type { CallId } from './operations.ts';
import type { Schemas } from './wire.ts';

type Parameters<Id extends CallId> = operations[Id]['parameters'];
type PathOf<Id extends CallId> = Given<NonNullable<Parameters<Id>['path']>>;
type QueryOf<Id extends CallId> = Given<NonNullable<Parameters<Id>['query']>>;

/** What is not there takes nothing. */
type Given<T> = [T] extends [never] ? unknown : T;

/** Left out and undefined are the same to a caller; `fields` may also be a list. */
type Loose<Query> = {
  [Name in keyof Query]: Name extends 'fields'
    ? string | readonly string[] | null | undefined
    : Query[Name] | undefined;
};

type BodyOf<Id extends CallId> = operations[Id] extends { requestBody: { content: infer Content } }
  ? { body: BodyFrom<Content> }
  : [NonNullable<operations[Id]['requestBody']>] extends [never]
    ? unknown
    : NonNullable<operations[Id]['requestBody']> extends { content: infer Content }
      ? { body?: BodyFrom<Content> | undefined }
      : unknown;

/** A form takes its file as a Blob; a file on disk becomes one with `openAsBlob` of `node:fs`. */
type BodyFrom<Content> = Content extends { 'application/json': infer Json }
  ? Json
  : Content extends { 'multipart/form-data': infer Form }
    ? { [Name in keyof Form]: Name extends 'file' ? Blob : Form[Name] | undefined }
    : never;

type Flat<T> = { [Name in keyof T]: T[Name] };

/** Everything an operation takes: path and query parameters by name, and `body`. */
export type OperationInput<Id extends CallId> = Flat<PathOf<Id> & Loose<QueryOf<Id>> & BodyOf<Id>>;

type SuccessStatus = 200 | 201 | 202 | 204;
type Responses<Id extends CallId> = operations[Id]['responses'];
type BodyOfAnswer<Response> = Response extends { content: infer Content }
  ? Content extends { 'application/json': infer Json }
    ? Json
    : Uint8Array<ArrayBuffer>
  : undefined;

/** What an operation answers with: JSON, the bytes of a file, or undefined where the answer has no body. */
export type OperationOutput<Id extends CallId> = {
  [Status in keyof Responses<Id> & SuccessStatus]: BodyOfAnswer<Responses<Id>[Status]>;
}[keyof Responses<Id> & SuccessStatus];

/** The answer when no `fields` were asked for: every resource is whole. */
export type Whole<T> = [T] extends [Schemas['TransactionView']]
  ? Schemas['Transaction']
  : [T] extends [Schemas['AccountView']]
    ? Schemas['Account']
    : T extends readonly (infer Item)[]
      ? Whole<Item>[]
      : T extends object
        ? { [Name in keyof T]: Whole<T[Name]> }
        : T;

type TakesFields<Id extends CallId> = 'fields' extends keyof QueryOf<Id> ? true : false;
type WithoutFields<Id extends CallId> = Flat<Omit<OperationInput<Id>, 'fields'> & { fields?: null | undefined }>;
/** An input of which everything may be left out may itself be left out. */
type Arguments<Input, Options> =
  Record<never, never> extends Input ? [input?: Input, options?: Options] : [input: Input, options?: Options];

/** One operation as a method. Throws CausewayError, CausewayNetworkError, or the reason of an aborted signal. */
export type OperationMethod<Id extends CallId, Options> =
  TakesFields<Id> extends true
    ? {
        (...args: Arguments<WithoutFields<Id>, Options>): Promise<Whole<OperationOutput<Id>>>;
        (...args: Arguments<OperationInput<Id>, Options>): Promise<OperationOutput<Id>>;
      }
    : (...args: Arguments<OperationInput<Id>, Options>) => Promise<OperationOutput<Id>>;

/** The name of a list's iterator: `listSyncRuns` is `syncRuns`. */
type IteratorName<Id extends string> = Id extends `list${infer Name}` ? Uncapitalize<Name> : never;
type ListId = { [Id in CallId]: OperationOutput<Id> extends { data: unknown[] } ? Id : never }[CallId];
type ItemOf<Page> = Page extends { data: (infer Item)[] } ? Item : never;

/** A list as an iterator over its items, page after page. */
type ListIterator<Id extends CallId, Options> =
  TakesFields<Id> extends true
    ? {
        (
          ...args: Arguments<WithoutFields<Id>, Options>
        ): AsyncGenerator<Whole<ItemOf<OperationOutput<Id>>>, void, void>;
        (...args: Arguments<OperationInput<Id>, Options>): AsyncGenerator<ItemOf<OperationOutput<Id>>, void, void>;
      }
    : (...args: Arguments<OperationInput<Id>, Options>) => AsyncGenerator<ItemOf<OperationOutput<Id>>, void, void>;

export type OperationMethods<Options> = { readonly [Id in CallId]: OperationMethod<Id, Options> };
export type ListIterators<Options> = { readonly [Id in ListId as IteratorName<Id>]: ListIterator<Id, Options> };
