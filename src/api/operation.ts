import type { Readable } from 'node:stream';
import type { Refusal } from '../domain/refusal.ts';
import type { Db } from '../infra/database.ts';
import type { Log } from '../infra/log.ts';
import type {
  ConsoleOperationId,
  components,
  OperationId,
  operations,
  PublicOperationId,
  QueryDefaults,
} from './contract/types.generated.ts';
import type { RequestClient } from './http/request-client.ts';
import type { Upload } from './http/upload.ts';
import type { PendingNote } from './idempotency.ts';
import type { ApiParts, Person, Principal } from './parts.ts';

export type { OperationId } from './contract/types.generated.ts';

/** Inputs of an operation after validation: defaults are filled in, what was not sent is absent, ids have the right form. */
export interface OperationInput<Id extends OperationId> {
  readonly path: Given<operations[Id]['parameters']['path']>;
  readonly query: WithDefaults<Given<operations[Id]['parameters']['query']>, QueryDefaults[Id]>;
  readonly header: Given<operations[Id]['parameters']['header']>;
  readonly body: RequestBody<operations[Id]>;
}

/** What a handler knows besides its input. */
export interface OperationContext<Id extends OperationId, Parts> {
  readonly operationId: Id;
  /** Whom the caller acts for; undefined only on the operations that have no scope. */
  readonly principal: Id extends PublicOperationId ? undefined : Principal;
  /** Who is signed in, on the operations of the console. */
  readonly person: Id extends ConsoleOperationId ? Person : undefined;
  /** The same value as `X-Request-Id`. */
  readonly requestId: string;
  /** Where the request came from, for the few operations that look at it. */
  readonly client: RequestClient;
  /** Real time at which the request came in, in milliseconds since the epoch. */
  readonly nowMs: number;
  readonly parts: Parts;
  readonly log: Log;
  /** Aborted when the client has gone away or the server shuts down. */
  readonly signal: AbortSignal;
  /** The contract as far as this server implements it, as JSON text. */
  readonly servedDocument: () => string;
  /** The same for all tries of a request that its client has named with an Idempotency-Key; null without one. */
  readonly actName: string | null;
}

/** A handler's answer: one of the contract's success statuses with what belongs to it, or a refusal. */
export type OperationReply<Id extends OperationId> = {
  [S in SuccessStatus<Id>]: ReplyFor<S, Responses<Id>[S]>;
}[SuccessStatus<Id>];

/** What a handler may answer with, at once or later. */
type Answered<T> = T | Refusal | Promise<T | Refusal>;

/**
 * With an Idempotency-Key, `handle` runs in a transaction that also keeps its answer: what it writes through `parts.sql` is
 * committed with it or not at all. What cannot be done there goes before it (`prepare`) or after it (`settle`).
 */
export interface OperationSettings<Id extends OperationId, Parts, Given = undefined, Note extends PendingNote = never> {
  /** Largest body in bytes; 1 MiB unless given. For an upload: largest file. */
  readonly maxBodyBytes?: number | ((parts: Parts) => number);
  /** Takes in what has to be here before the request is known as a whole, such as the bytes of a file. */
  readonly prepare?: (
    input: OperationInput<Id>,
    context: OperationContext<Id, Parts>,
  ) => Promise<Prepared<Given> | Refusal>;
  readonly handle: (
    input: OperationInput<Id> & { readonly given: Given },
    context: OperationContext<Id, Parts>,
  ) => Answered<OperationReply<Id> | Pending<Note>>;
  /** Makes the answer of an act that `handle` left pending. Repeated tries of one request may each come here. */
  readonly settle?: (
    note: Note,
    input: OperationInput<Id>,
    context: OperationContext<Id, Parts>,
  ) => Answered<OperationReply<Id> & WrittenAlong>;
}

/** Of several tries that settle one act, only the one whose answer is kept does this, in the transaction that keeps it. */
export interface WrittenAlong {
  readonly writeAlong?: (db: Db) => Promise<void>;
}

/** What was taken in: for the handler, and as JSON for telling this request from others. `release` is called in any case. */
export interface Prepared<Given = unknown> {
  readonly given: Given;
  readonly content: unknown;
  release(): Promise<void>;
}

/** Of a handler: the act is done as soon as its transaction is, and the answer waits for something else. */
export interface Pending<Note extends PendingNote = PendingNote> {
  readonly pending: Note;
}

/** One operation as the app registers it, its own types no longer visible. */
export interface Operation<Parts> {
  readonly id: OperationId;
  readonly maxBodyBytes: (parts: Parts) => number | undefined;
  readonly prepare: ((input: ParsedInput, context: AnyContext<Parts>) => Promise<Prepared | Refusal>) | null;
  readonly handle: (input: ParsedInput, context: AnyContext<Parts>) => Promise<AnyReply | Pending | Refusal>;
  readonly settle: (
    note: PendingNote,
    input: ParsedInput,
    context: AnyContext<Parts>,
  ) => Promise<(AnyReply & WrittenAlong) | Refusal>;
}

/** What the app hands over: the validators have made it fit the contract of the operation. */
export interface ParsedInput {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface AnyContext<Parts> extends Omit<OperationContext<OperationId, Parts>, 'principal' | 'person'> {
  readonly principal: Principal | undefined;
  readonly person: Person | undefined;
}

/** A reply of any operation. */
export interface AnyReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** For the browser, each a `Set-Cookie`. */
  readonly cookies?: readonly string[];
  readonly body?: unknown;
  readonly rawJson?: string | Uint8Array;
  readonly onSent?: () => void;
  readonly stream?: Readable;
  readonly contentType?: string;
}

/**
 * Joins an operation of the contract to its handler. Input and reply are typed by the contract: a missing key, header or
 * status is a compile error. `rawJson` is sent untouched, so its maker puts `meta.requestId` into it.
 */
export function defineOperation<
  const Id extends OperationId,
  Parts = ApiParts,
  Given = undefined,
  Note extends PendingNote = never,
>(id: Id, settings: OperationSettings<Id, Parts, Given, Note>): Operation<Parts> {
  // The validators of this id made the input, and the app checks the principal, so both have the narrower types.
  type Input = OperationInput<Id> & { readonly given: Given };
  type Context = OperationContext<Id, Parts>;
  const { maxBodyBytes, prepare, handle, settle } = settings;
  return {
    id,
    maxBodyBytes: (parts) => (typeof maxBodyBytes === 'function' ? maxBodyBytes(parts) : maxBodyBytes),
    prepare:
      prepare === undefined
        ? null
        : (input, context) => prepare(input as unknown as Input, context as unknown as Context),
    handle: async (input, context) => handle(input as unknown as Input, context as unknown as Context),
    settle: async (note, input, context) => {
      if (settle === undefined) throw new Error(`${id} leaves an act pending and does not settle it`);
      // Its own handler left the note.
      return settle(note as Note, input as unknown as Input, context as unknown as Context);
    },
  };
}

/** What a presenter makes of a row: a schema of the contract with every documented key. */
export type Presented<Name extends keyof components['schemas']> = Complete<components['schemas'][Name]>;

type Nothing = Record<never, never>;

/** A parameter section as a handler sees it: null cannot be sent in a URL, and what was not sent has no key. */
type Given<Section> = [NonNullable<Section>] extends [never]
  ? Nothing
  : { readonly [Name in keyof NonNullable<Section>]: NonNullable<NonNullable<Section>[Name]> };

type WithDefaults<Query, Names> = {
  readonly [Name in keyof Query as Name extends Names ? never : Name]: Query[Name];
} & { readonly [Name in keyof Query as Name extends Names ? Name : never]-?: Query[Name] };

type RequestBody<Op> = Op extends { requestBody?: infer Body }
  ? NonNullable<Body> extends { content: infer Content }
    ? Content extends { 'multipart/form-data': infer Form }
      ? Upload<Omit<Form, 'file'>>
      : Content extends { 'application/json': infer Json }
        ? Json
        : undefined
    : undefined
  : undefined;

type Responses<Id extends OperationId> = operations[Id]['responses'];
type SuccessStatus<Id extends OperationId> = keyof Responses<Id> & (200 | 201 | 202 | 204);

type ReplyFor<Status, Response> = {
  readonly status: Status;
  readonly cookies?: readonly string[];
} & HeadersFor<Response> &
  ContentFor<Response>;

type ContentFor<Response> = Response extends { content: infer Content }
  ? Content extends { 'application/json': infer Body }
    ? { readonly body: Complete<Body> } | RawJson
    : { readonly stream: Readable; readonly contentType: string }
  : Nothing;

/** `onSent` is called once the response is over in whatever way, and its bytes are of no use any more. */
interface RawJson {
  readonly rawJson: string | Uint8Array;
  readonly onSent?: () => void;
}

/** The headers that the contract requires of the handler must be given; those that the app itself sends need not. */
type HeadersFor<Response> = Response extends { headers: infer Headers }
  ? Nothing extends HandlerHeaders<Headers>
    ? { readonly headers?: HandlerHeaders<Headers> }
    : { readonly headers: HandlerHeaders<Headers> }
  : Nothing;
type AppHeader = 'X-Request-Id' | 'Cache-Control' | 'Idempotent-Replayed';
type HandlerHeaders<Headers> = {
  readonly [Name in keyof Headers as string extends Name
    ? never
    : Name extends AppHeader
      ? never
      : Name]: Headers[Name];
};

/**
 * A response body with every documented key, as the contract's introduction promises; only the views that `fields`
 * thins out keep their optional keys.
 */
type Complete<T> = T extends string | number | boolean | null
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Complete<Item>[]
    : components['schemas']['SparseTransaction'] extends T
      ? T
      : components['schemas']['SparseAccount'] extends T
        ? T
        : string extends keyof T
          ? T
          : { readonly [Key in keyof T]-?: Complete<T[Key]> };
