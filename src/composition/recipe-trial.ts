import type { Config } from '../config.ts';
import type { Credentials, SessionContext } from '../connectors/contract.ts';
import { findConnector } from '../connectors/registry.ts';
import { type Fault, faultOf } from '../domain/connection/connection-fault.ts';
import type { SyncWindow } from '../domain/connection/sync-schedule.ts';
import { describeGap } from '../domain/definition-gap.ts';
import type { Institution } from '../domain/institution.ts';
import type { Log } from '../infra/log.ts';
import { openBrowsers } from './browsers.ts';

/** A recipe that is tried: nothing of what it reads is stored. */
export interface RecipeTrial extends Required<Pick<SessionContext, 'answerCode' | 'noteStep'>> {
  readonly institution: Institution;
  readonly credentials: Credentials;
  readonly window: SyncWindow;
  readonly headed: boolean;
  readonly now: string;
  readonly signal: AbortSignal;
}

/** What the recipe read, account by account. */
export interface TriedAccount {
  readonly name: string;
  readonly currency: string;
  readonly pending: number;
  readonly posted: number;
  readonly complete: boolean;
  readonly ledger: string | null;
}

export interface TrialResult {
  readonly accounts: readonly TriedAccount[];
  readonly fault: Fault | null;
}

/** Runs the recipe of an institution from sign-in to sign-out. Throws when its connector is no portal. */
export async function tryRecipe(config: Config, log: Log, trial: RecipeTrial): Promise<TrialResult> {
  const connector = findConnector(trial.institution.connector?.name ?? '');
  if (connector?.sourceKind !== 'portal') throw new TypeError(`${trial.institution.id} is not read through a portal`);
  const gap = connector.findGap?.(trial.institution) ?? null;
  if (gap !== null)
    return { accounts: [], fault: faultOf('no_connector', `${trial.institution.id}.yaml: ${describeGap(gap)}.`) };
  const browsers = openBrowsers(config, log, { headed: trial.headed });
  const accounts: TriedAccount[] = [];
  try {
    const opened = await connector.open({
      institution: trial.institution,
      credentials: trial.credentials,
      http: { request: async () => ({ kind: 'unreachable', cause: null }) },
      now: trial.now,
      signal: trial.signal,
      keepEvidence: async () => 'not kept',
      openBrowser: browsers.open(trial.institution, {}),
      answerCode: trial.answerCode,
      noteStep: trial.noteStep,
    });
    if (!opened.ok) return { accounts, fault: opened.fault };
    try {
      const listed = await opened.value.listAccounts();
      if (!listed.ok) return { accounts, fault: listed.fault };
      let fault: Fault | null = null;
      for (const account of listed.value) {
        const reading = await opened.value.observe(account, trial.window);
        fault ??= reading.fault;
        const rows = reading.observation?.rows ?? [];
        accounts.push({
          name: account.details.name,
          currency: account.details.currency,
          pending: rows.filter(({ status }) => status === 'pending').length,
          posted: rows.filter(({ status }) => status === 'posted').length,
          complete: reading.observation?.coverage.complete ?? false,
          ledger: reading.observation?.currentBalances?.ledger ?? null,
        });
      }
      return { accounts, fault };
    } finally {
      await opened.value.close(AbortSignal.timeout(10_000));
    }
  } finally {
    await browsers.close();
  }
}
