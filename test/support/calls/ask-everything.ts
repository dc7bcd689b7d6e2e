import type { Stock } from '../records/stocked-tenant.ts';
import type { Caller } from './caller.ts';
import { requestOf, servedOperations } from './every-operation.ts';

/** Every answer that can be read, but for those that tell of the present moment. */
export async function askEverything(caller: Caller, ids: Stock): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const operation of servedOperations()) {
    const isOfNow = [
      'streamTransactions',
      'streamEvents',
      'getLiveness',
      'getReadiness',
      'syncTransactions',
      'getConnectionHealth',
    ].includes(operation.id);
    if (operation.method !== 'GET' || isOfNow || operation.id.startsWith('download')) continue;
    const { status, body } = await caller.call<Record<string, unknown>>(operation.id, requestOf(operation, ids)).catch(
      // Documents and pictures are no JSON.
      () => ({ status: 0, body: {} }),
    );
    // A cursor tells of the moment at which it was issued.
    answers[operation.id] = { status, ...body, meta: undefined, headCursor: undefined };
  }
  return answers;
}
