import type { Writable } from 'node:stream';

/** Says what is going on and how long it took. */
export interface Progress {
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** One line per step; on a terminal the line is shown while the step goes on. */
export function createProgress(output: Writable & { readonly isTTY?: boolean }): Progress {
  return {
    step: async (title, work) => {
      const startedMs = performance.now();
      if (output.isTTY) output.write(`  … ${title}`);
      const finish = (mark: string) => {
        const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
        output.write(`${output.isTTY ? '\r' : ''}  ${mark} ${title} (${seconds} s)\n`);
      };
      try {
        const result = await work();
        finish('✓');
        return result;
      } catch (error) {
        finish('✗');
        throw error;
      }
    },
  };
}
