import fc from 'fast-check';
import type { ContractOperation } from '../../src/api/contract/contract.ts';
import { servedOperations } from '../../test/support/calls/every-operation.ts';
import { takeWholeState } from '../../test/support/database/whole-state.ts';
import { expectationOf } from './expectation.ts';
import { curlLine, type FuzzRequest, renderRequest, resolveIds, type WireRequest } from './fuzz-request.ts';
import { codeOf, judge } from './judge.ts';
import { anyRequests } from './requests.ts';
import { openWire, type Wire, type WireAnswer } from './wire.ts';
import type { World } from './world.ts';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** Operations to ask; all that are served when left out. */
  readonly only?: readonly string[];
  readonly say?: (line: string) => void;
  /** Ends it after the round under way. */
  readonly signal?: AbortSignal;
}

/** Answers by operation, and by status with the code of a refusal. */
export type Tally = Map<string, Map<string, number>>;

export type FuzzResult =
  | { readonly outcome: 'passed'; readonly tally: Tally; readonly requests: number }
  | { readonly outcome: 'failed'; readonly tally: Tally; readonly report: string };

/** Requests of a round: some of any kind, then some that are to be refused, around which nothing may change. */
const MIXED = 60;
const REFUSED = 60;

interface Stage {
  readonly world: World;
  readonly wire: Wire;
  readonly operations: ReadonlyMap<string, ContractOperation>;
  readonly tally: Tally;
  /** What was answered first under a key that names a request. */
  readonly firstAnswers: Map<string, string>;
}

/** Sends so many requests, the same for the same seed, and holds every answer against the contract. */
export async function fuzz(world: World, { requests, seed, only, say, signal }: FuzzOptions): Promise<FuzzResult> {
  const served = servedOperations().filter(({ id }) => only === undefined || only.includes(id));
  const operations = new Map(served.map((operation) => [operation.id, operation]));
  const wire = openWire(world.system.apiUrl);
  const stage: Stage = { world, wire, operations, tally: new Map(), firstAnswers: new Map() };
  const mixed = anyRequests(served, 0.3);
  const broken = anyRequests(served, 1);
  try {
    let sent = 0;
    for (let round = 0; sent < requests && signal?.aborted !== true; round += 1) {
      await world.renew();
      const report =
        (await runMixed(stage, mixed, seedOf(seed, 2 * round))) ??
        (await runRefused(stage, broken, seedOf(seed, 2 * round + 1)));
      if (report !== null) return { outcome: 'failed', tally: stage.tally, report: `round ${round}: ${report}` };
      sent += MIXED + REFUSED;
      if (round % 20 === 19) say?.(`${sent} requests, no fault yet`);
    }
    return { outcome: 'passed', tally: stage.tally, requests: sent };
  } finally {
    wire.close();
  }
}

/** Neighbouring seeds have no rounds in common. */
const seedOf = (seed: number, part: number): number => (Math.imul(seed, 1_000_003) + part) | 0;

/** Requests of any kind, each on what the ones before it have left. */
async function runMixed(stage: Stage, requests: fc.Arbitrary<FuzzRequest>, seed: number): Promise<string | null> {
  const property = fc.asyncProperty(requests, async (request) => {
    const fault = await play(stage, request);
    if (fault !== null) throw new Error(fault);
  });
  const details = await fc.check(property, { seed, numRuns: MIXED, verbose: 0 });
  const [smallest] = details.counterexample ?? [];
  return smallest === undefined ? null : describeFault(stage, smallest, details.errorInstance);
}

/** Requests that are to be refused. What one of them left behind is found by sending them again one by one. */
async function runRefused(stage: Stage, requests: fc.Arbitrary<FuzzRequest>, seed: number): Promise<string | null> {
  const { world } = stage;
  const state = () => takeWholeState(world.system.database.sql, world.system.dataDir);
  const refused = fc.sample(requests, { seed, numRuns: REFUSED }).filter((request) => isRefused(stage, request));
  const before = JSON.stringify(await state());
  for (const request of refused) {
    const fault = await play(stage, request);
    if (fault !== null) return describeFault(stage, request, new Error(fault));
  }
  if (JSON.stringify(await state()) === before) return null;
  for (const request of refused) {
    const earlier = await state();
    await play(stage, request);
    const later = await state();
    const changed = Object.keys(later).filter((table) => later[table] !== earlier[table]);
    if (changed.length > 0)
      return describeFault(stage, request, new Error(`refused, and yet it changed ${changed.join(', ')}`));
  }
  return `refused requests of seed ${seed} changed what is stored, and do not when they are sent again`;
}

function isRefused(stage: Stage, request: FuzzRequest): boolean {
  return prepare(stage, request).expectation.kind === 'refused';
}

function prepare({ world, operations }: Stage, request: FuzzRequest) {
  const operation = operations.get(request.operationId);
  if (operation === undefined) throw new Error(`${request.operationId} is not among the operations`);
  const resolved = resolveIds(request, world.idOf);
  const key = operation.scope === null ? null : world.keyOf(request.key);
  const wire = renderRequest(resolved, operation.path, key === null ? null : `Bearer ${key}`);
  return { operation, resolved, wire, expectation: expectationOf(operation, request, resolved) };
}

/** Sends one request; what is wrong with its answer, null when nothing is. */
async function play(stage: Stage, request: FuzzRequest): Promise<string | null> {
  const { operation, resolved, wire, expectation } = prepare(stage, request);
  const send = () => stage.wire.send(wire);
  const waits = operation.id === 'uploadConnectionFile' || operation.id === 'acceptQuarantinedFile';
  const answer = waits ? await stage.world.withUploads(send) : await send();
  count(stage.tally, operation.id, answer);
  learn(stage.world, operation, answer);
  const fault = judge(operation, resolved, expectation, answer) ?? findRepeatFault(stage, wire, answer);
  if (fault !== null || answer.status >= 300 || nameOf(wire) === null) return fault;
  const again = await send();
  return isReplay(again) ? findRepeatFault(stage, wire, again) : 'has no repeat of what was done under a key';
}

const isReplay = ({ headers }: WireAnswer): boolean => headers['idempotent-replayed'] === 'true';

/** The key of a request that is done once, with whose it is; null for any other request. */
function nameOf({ method, headers }: WireRequest): string | null {
  const headerOf = (name: string) => headers.find(([each]) => each === name)?.[1].trim();
  const key = headerOf('idempotency-key');
  return key === undefined || method !== 'POST' ? null : `${headerOf('authorization')} ${key}`;
}

/** What is named by a key is done once, and answered in the same way as often as it is asked for. */
function findRepeatFault({ firstAnswers }: Stage, wire: WireRequest, answer: WireAnswer): string | null {
  const name = nameOf(wire);
  if (name === null) return null;
  const { status, headers, body } = answer;
  const text = JSON.stringify([status, body, headers['x-request-id'], headers.location]);
  const first = firstAnswers.get(name);
  if (isReplay(answer)) return first === undefined || first === text ? null : `repeated another answer than ${first}`;
  if (status >= 300) return null;
  if (first !== undefined) return 'did something twice under one key';
  firstAnswers.set(name, text);
  return null;
}

function count(tally: Tally, operationId: string, { status, body }: WireAnswer): void {
  const code = codeOf(body);
  const name = code === null ? String(status) : `${status} ${code}`;
  const counts = tally.get(operationId) ?? new Map<string, number>();
  tally.set(operationId, counts.set(name, (counts.get(name) ?? 0) + 1));
}

/** Ids and cursors that later requests can use. */
function learn(world: World, operation: ContractOperation, { status, headers, body }: WireAnswer): void {
  if (status >= 300 || typeof body !== 'object' || body === null) return;
  const last =
    String(headers.location ?? '')
      .split('/')
      .at(-1) ?? '';
  const created: Readonly<Record<string, string>> = {
    createEntity: 'entityId',
    createConnection: 'connectionId',
    createWebhook: 'webhookId',
    createFileSource: 'fileSourceId',
    createConnectSession: 'connectSessionId',
    uploadConnectionFile: 'syncRunId',
  };
  const idOf = created[operation.id];
  if (idOf !== undefined && last !== '') world.learn(idOf, last);
  const { pagination, nextCursor } = body as { pagination?: { nextCursor?: unknown }; nextCursor?: unknown };
  for (const cursor of [nextCursor, pagination?.nextCursor])
    if (typeof cursor === 'string') world.learn(`cursor of ${operation.id}`, cursor);
}

function describeFault(stage: Stage, request: FuzzRequest, cause: unknown): string {
  const { wire } = prepare(stage, request);
  const text = cause instanceof Error ? cause.message : String(cause);
  return `${request.operationId} ${text}\n${JSON.stringify(request).slice(0, 4_000)}\n${curl(stage, wire)}`;
}

function curl({ world }: Stage, wire: WireRequest): string {
  return curlLine(world.system.apiUrl, wire);
}

/** Nothing that is sent could cause these: no request is that large, and the server is neither overrun nor broken. */
const BEYOND: ReadonlySet<number> = new Set([413, 429, 500, 503]);

/** Every refusal and success that the contract documents for an operation that was asked, and no request has met. */
export function listUnmet(tally: Tally): string[] {
  const asked = servedOperations().filter(({ id }) => tally.has(id));
  return asked.flatMap(({ id, responses }) => {
    const met = [...(tally.get(id)?.keys() ?? [])];
    return [...responses]
      .filter(([status]) => !BEYOND.has(status))
      .flatMap(([status, { errorCodes }]) =>
        errorCodes.length === 0
          ? met.includes(String(status))
            ? []
            : [`${id} ${status}`]
          : errorCodes
              .map((code) => `${id} ${status} ${code}`)
              .filter((name) => !met.includes(name.slice(id.length + 1))),
      );
  });
}
