import { type StartedChild, startChild } from '../../test/support/processes/start-child.ts';
import type { BankConfig, BankHello, BankQuestion } from './bank-child.ts';

/** The demo bank in a process of its own, which can be killed and comes back with what it has on disk. */
export interface BankProcess {
  /** Where it answers; another place after each start. Nothing answers there while it is dead. */
  readonly url: string;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts it again where it is dead. */
  revive(): Promise<void>;
  /** Lets its clock jump; a bank that is started again is back at the machine's. */
  jump(aheadMs: number): Promise<void>;
}

export async function startBankProcess(config: BankConfig): Promise<BankProcess> {
  const start = () => startChild<BankHello, BankQuestion, null>(new URL('bank-child.ts', import.meta.url), config);
  let url = '';
  let child: StartedChild<BankHello, BankQuestion, null> | null = null;
  const revive = async () => {
    child ??= await start();
    url = child.hello.url;
  };
  await revive();
  return {
    get url() {
      return url;
    },
    revive,
    kill: async () => {
      const dying = child;
      child = null;
      await dying?.stop();
    },
    jump: async (aheadMs) => {
      await child?.ask({ aheadMs });
    },
  };
}
