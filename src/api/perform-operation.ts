import { statusOfError } from '../domain/error-catalogue.ts';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts';
import type { Sql } from '../infra/database.ts';
import type { ServedOperation } from './bound-operation.ts';
import { presentError } from './http/error-response.ts';
import { RefusedError } from './http/refused-error.ts';
import type { ActOutcome, KeptAnswer, KeyedActs, KeyedRequest, PendingNote } from './idempotency.ts';
import type { AnyContext, AnyReply, ParsedInput, Pending, Prepared } from './operation.ts';
import type { CoreParts, Principal } from './parts.ts';

/** Refusals of these statuses tell what the act found, and are as final as a success. The others tell of the key, the load or a fault. */
const FINAL: ReadonlySet<number> = new Set([404, 409, 410, 422]);

type Context<Parts> = AnyContext<Parts>;

/**
 * Has an operation do what was asked for. What its client has named with an Idempotency-Key is done once, and every repeat
 * gets the first answer. What takes a while to prepare is done only if `refuseLater` has nothing against it after that.
 */
export async function performOperation<Parts extends CoreParts>(
  operation: ServedOperation<Parts>,
  input: ParsedInput,
  context: Context<Parts>,
  refuseLater?: () => Promise<Refusal | null>,
): Promise<AnyReply | Refusal> {
  // Most requests are reads, and are spared everything else.
  if (operation.prepare === null && input.header['Idempotency-Key'] === undefined)
    return settled(operation, input, context, await operation.handle(input, context));
  const prepared = operation.prepare === null ? null : await operation.prepare(input, context);
  if (prepared !== null && isRefusal(prepared)) return prepared;
  const late = (await refuseLater?.()) ?? null;
  if (late !== null) return released(prepared?.release, async () => late);
  const known = { ...input, given: prepared?.given };
  const keyed = keyedRequestOf(operation, input, context, prepared);
  if (keyed !== null) return performOnce(operation, known, keyed, { context, release: prepared?.release });
  return settled(operation, input, context, await released(prepared?.release, () => operation.handle(known, context)));
}

function settled<Parts extends CoreParts>(
  operation: ServedOperation<Parts>,
  input: ParsedInput,
  context: Context<Parts>,
  answer: AnyReply | Pending | Refusal,
): AnyReply | Refusal | Promise<AnyReply | Refusal> {
  return isPending(answer) ? settledAlone(operation, input, context, answer.pending) : answer;
}

/** Without a key there is one try, which writes along what belongs to its answer. */
async function settledAlone<Parts extends CoreParts>(
  operation: ServedOperation<Parts>,
  input: ParsedInput,
  context: Context<Parts>,
  note: PendingNote,
): Promise<AnyReply | Refusal> {
  const reply = await operation.settle(note, input, context);
  if (isRefusal(reply)) return reply;
  const { writeAlong, ...others } = reply;
  if (writeAlong !== undefined) {
    if (context.parts.sql === undefined) throw new Error(`${operation.id} writes, and there is no database`);
    await writeAlong(context.parts.sql);
  }
  return others;
}

interface Keyed {
  readonly acts: KeyedActs;
  readonly sql: Sql;
  readonly request: KeyedRequest;
}

function keyedRequestOf<Parts extends CoreParts>(
  operation: ServedOperation<Parts>,
  { path, query, header, body }: ParsedInput,
  { parts, principal }: Context<Parts>,
  prepared: Prepared | null,
): Keyed | null {
  const key = header['Idempotency-Key'];
  const { keyedActs: acts, sql } = parts;
  if (typeof key !== 'string' || acts === undefined || sql === undefined || principal === undefined) return null;
  const { organizationId, environment }: Principal = principal;
  const content = [operation.id, path, query, prepared === null ? (body ?? null) : prepared.content];
  return { acts, sql, request: { tenant: { organizationId, environment }, key, content } };
}

async function performOnce<Parts extends CoreParts>(
  operation: ServedOperation<Parts>,
  input: ParsedInput,
  { acts, sql, request }: Keyed,
  { context, release }: { readonly context: Context<Parts>; readonly release: (() => Promise<void>) | undefined },
): Promise<AnyReply | Refusal> {
  const named = withChanges(context, { actName: acts.nameOf(request) });
  const verdict = await released(release, () =>
    acts.perform(sql, request, async (transaction) => {
      const inside = withChanges(named, { parts: { ...context.parts, sql: transaction } });
      return outcomeOf(operation, await operation.handle(input, inside), context);
    }),
  );
  if (verdict.kind !== 'done') return verdict.kind === 'busy' ? BUSY : OTHER_REQUEST;
  const { isReplay, actId, outcome } = verdict;
  if (outcome.kind === 'answer') return replyOf(outcome.answer, context, isReplay);
  const settling = await operation.settle(outcome.note, input, named);
  const end = outcomeOf(operation, settling, context);
  if (end.kind === 'pending') throw new Error(`${operation.id} leaves an act pending that was to be settled`);
  const writeAlong = isRefusal(settling) ? undefined : settling.writeAlong;
  const answer = await acts.settle(sql, request, actId, { answer: end.answer, writeAlong });
  return replyOf(answer, context, isReplay);
}

async function released<T>(release: (() => Promise<void>) | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await release?.();
  }
}

/** A copy of the context in which the signal is still made only for those who look at it. */
function withChanges<Parts>(
  context: Context<Parts>,
  changes: Partial<Pick<Context<Parts>, 'actName' | 'parts'>>,
): Context<Parts> {
  return Object.create(context, Object.getOwnPropertyDescriptors(changes)) as Context<Parts>; // Inherits the rest.
}

const isPending = (answer: AnyReply | Pending | Refusal): answer is Pending => 'pending' in answer;

/** What is to be kept of an answer. Throws RefusedError for a refusal that another try may not meet; nothing is kept then. */
function outcomeOf<Parts extends CoreParts>(
  operation: ServedOperation<Parts>,
  answer: AnyReply | Pending | Refusal,
  { requestId, parts }: Context<Parts>,
): ActOutcome {
  if (isPending(answer)) return { kind: 'pending', note: answer.pending };
  if (isRefusal(answer)) {
    if (!FINAL.has(statusOfError(answer.code))) throw new RefusedError(answer);
    const { status, headers, body } = presentError(answer, requestId, parts.documentationBaseUrl());
    const { 'content-type': _, ...others } = headers;
    return { kind: 'answer', answer: { requestId, status, headers: others, body } };
  }
  const { status, stream, onSent } = answer;
  if (stream !== undefined) throw new Error(`${operation.id} answers with a stream, which cannot be kept`);
  const sent = Object.entries(answer.headers ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const body = textOf(operation, answer);
  onSent?.();
  return { kind: 'answer', answer: { requestId, status, headers: Object.fromEntries(sent), body } };
}

function textOf<Parts>(operation: ServedOperation<Parts>, { status, body, rawJson }: AnyReply): string | null {
  if (rawJson !== undefined) return typeof rawJson === 'string' ? rawJson : new TextDecoder().decode(rawJson);
  return body === undefined ? null : operation.serialise(status, body);
}

/** The answer as it goes out. A repeat has the id of the request that was answered, as its body has. */
function replyOf<Parts extends CoreParts>(answer: KeptAnswer, context: Context<Parts>, isReplay: boolean): AnyReply {
  const { requestId, status, body } = answer;
  const headers = {
    ...answer.headers,
    'X-Request-Id': requestId,
    ...(isReplay ? { 'Idempotent-Replayed': 'true' } : {}),
  };
  if (isReplay)
    context.log.info({ requestId: context.requestId, answeredAs: requestId }, 'a kept answer is given again');
  return body === null ? { status, headers } : { status, headers, rawJson: body };
}

const KEY = { location: 'header', field: 'Idempotency-Key' } as const;

const OTHER_REQUEST: Refusal = refuse(
  'idempotency_conflict',
  'The Idempotency-Key was used before with another request. Send a new request under a key of its own.',
  [{ ...KEY, message: 'already stands for another request' }],
);

const BUSY: Refusal = {
  ...refuse('idempotency_conflict', 'The same request is still being worked on. Send it again for its answer.', [
    { ...KEY, message: 'stands for a request that is not answered yet' },
  ]),
  retryAfterSeconds: 1,
};
