import { startDemoBank } from '@causeway/demo-bank';
import { answerParent } from '../../test/support/processes/child.ts';

export interface BankConfig {
  readonly stateDir: string;
  readonly mailPort: number;
}

export interface BankHello {
  readonly url: string;
}

/** How far the bank's own clock, by which codes and visits end, is to be ahead of the machine's. */
export interface BankQuestion {
  readonly aheadMs: number;
}

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

answerParent<BankConfig, BankHello, BankQuestion, null>(async ({ stateDir, mailPort }) => {
  let aheadMs = 0;
  const bank = await startDemoBank({
    port: 0,
    stateDir,
    log: SILENT,
    now: () => new Date(Date.now() + aheadMs),
    delivery: { mail: { host: '127.0.0.1', port: mailPort }, sms: null },
  });
  return {
    hello: { url: bank.url },
    answer: async (question) => {
      aheadMs = question.aheadMs;
      return null;
    },
  };
});
