import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const SHOWN = 20;

/** Lists the files that took longest, what is set up for their tests included, for whoever wants to make verify quicker. */
export default class SlowFilesReporter implements Reporter {
  readonly #seconds = new Map<string, number>();

  onTestModuleEnd(module: TestModule): void {
    this.#seconds.set(relative(process.cwd(), module.moduleId), module.diagnostic().duration / 1_000);
  }

  onTestRunEnd(): void {
    const slowest = [...this.#seconds].sort(([, one], [, other]) => other - one).slice(0, SHOWN);
    const lines = slowest.map(([path, seconds]) => `${seconds.toFixed(1).padStart(7)} s  ${path}\n`);
    process.stdout.write(`\nThe slowest files:\n${lines.join('')}\n`);
  }
}
