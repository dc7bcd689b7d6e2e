import type { Target } from '../recipe.ts';
import { checkAct } from './explain-absence.ts';
import type { StepScope } from './step-scope.ts';

export interface DownloadOptions {
  readonly beginTimeoutMs: number;
  readonly signal: AbortSignal;
}

export interface Downloaded {
  readonly kind: 'done' | 'none' | 'broken' | 'tooLarge' | 'tooMany';
  readonly bytes: Uint8Array | null;
  /** As the bank names it. */
  readonly fileName: string | null;
}

/** Presses something that makes the bank send a file; null bytes where no whole file came. Throws StepFault where it cannot be pressed. */
export async function downloadFile(scope: StepScope, target: Target, options: DownloadOptions): Promise<Downloaded> {
  const { session, page, stepTimeoutMs } = scope;
  const chunks: Uint8Array[] = [];
  const press = async () => checkAct(scope, await page.click(target, stepTimeoutMs), target);
  const taken = await session.downloads.take(press, {
    ...options,
    onBytes: async (bytes) => {
      for await (const chunk of bytes) chunks.push(chunk);
    },
  });
  return taken.kind === 'done'
    ? { kind: taken.kind, bytes: joinBytes(chunks), fileName: taken.fileName }
    : { kind: taken.kind, bytes: null, fileName: null };
}

function joinBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}
