import { type Browser, chromium } from 'playwright-core';
import { answerParent } from '../../test/support/processes/child.ts';
import { readWorkerUsage } from '../../test/support/processes/process-usage.ts';
import { type BareVisit, visitBank } from './bare-script.ts';

/** A browser as the product's own has been started. */
export interface BareConfig {
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface BareQuestion {
  readonly visits: readonly BareVisit[];
  /** Sessions that are open at the same time. */
  readonly together: number;
}

export interface BareReply {
  readonly wallMs: number;
  /** Of this process and of its browser. */
  readonly cpuMs: number;
}

answerParent<BareConfig, null, BareQuestion, BareReply>(async ({ program, environment }) => {
  const browser = await chromium.launch({
    executablePath: program,
    env: { ...process.env, ...environment },
    // As root a browser cannot seal its tabs off.
    chromiumSandbox: process.getuid?.() !== 0,
  });
  return {
    hello: null,
    answer: async (question) => {
      const before = await readCpuMs();
      const begunAtMs = performance.now();
      await visitAll(browser, question);
      return { wallMs: performance.now() - begunAtMs, cpuMs: (await readCpuMs()) - before };
    },
  };
});

async function visitAll(browser: Browser, { visits, together }: BareQuestion): Promise<void> {
  const left = [...visits];
  const work = async () => {
    for (let visit = left.shift(); visit !== undefined; visit = left.shift()) {
      const cells = await visitBank(browser, visit);
      if (cells === 0) throw new Error(`nothing was read at ${visit.bank}`);
    }
  };
  await Promise.all(Array.from({ length: together }, work));
}

async function readCpuMs(): Promise<number> {
  const { workerCpuMs, browserCpuMs } = await readWorkerUsage(process.pid);
  return workerCpuMs + browserCpuMs;
}
