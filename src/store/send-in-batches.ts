/** Rows of one statement: enough that a statement costs little for each, few enough that a batch takes little memory. */
const BATCH_ROWS = 1_000;

/** A query of the driver: it is sent when it is told to, or waited for. */
interface Query extends PromiseLike<unknown> {
  execute(): unknown;
}

/**
 * Sends a statement for every batch of the items, in their order. While the server works on one batch the next one is
 * prepared, so that both sides work at once and no more than two batches are in memory. Call it inside a transaction:
 * after a failure the statements that were sent behind it do nothing.
 */
export async function sendInBatches<T>(items: Iterable<T>, send: (batch: readonly T[]) => Query): Promise<void> {
  let running: PromiseLike<unknown> = Promise.resolve();
  for (const batch of inBatches(items)) {
    const next = send(batch);
    next.execute();
    // Gives the event loop the time to send it, and keeps the number of batches under way to one.
    await running;
    running = next;
  }
  await running;
}

function* inBatches<T>(items: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
