import type { FaultCode } from '../../src/domain/connection/connection-fault.ts';
import type { BankId } from '../../test/support/banks/portal-connection.ts';
import { BANKS } from '../../test/support/banks/portal-connection.ts';
import type { Choices } from '../../test/support/choices.ts';

/** Places of a visit, by the request that leads there. */
export const MOMENTS = {
  signInPage: /^GET \/sign-in$/,
  loginHandedOver: /^POST \/sign-in(\/password)?$/,
  accountList: /^GET \/accounts$/,
  accountPage: /^GET \/accounts\/[^/?]+$/,
  activityPage: /^GET \/accounts\/[^/?]+\?/,
  download: /^POST \/downloads/,
  documents: /^GET \/statements$/,
  document: /^GET \/statements\/.+\//,
  signOut: /^POST \/sign-out$/,
} as const satisfies Record<string, RegExp>;

export type Moment = keyof typeof MOMENTS;

/** What strikes at a moment of a visit, or is wrong with it from its beginning. */
export type Strike =
  | 'bankKilled'
  | 'bankResets'
  | 'bankFails'
  | 'answersCut'
  | 'maintenance'
  | 'slowdown'
  | 'sessionEnded'
  | 'layoutSwitched'
  | 'browserKilled'
  | 'rendererKilled'
  | 'workerKilled'
  | 'wrongPassword'
  | 'expiredCode';

export interface PlannedRun {
  /** Says everything about the run, so that it can be repeated alone. */
  readonly name: string;
  readonly bank: BankId;
  readonly strike: Strike;
  readonly moment: Moment;
}

/** What the run must come to before anybody mends anything. Null: a success, with nothing wrong. */
export type Expected = {
  readonly status: 'errored' | 'reauthRequired';
  readonly code: FaultCode;
} | null;

/** Strikes that go through more than the one visit: nothing else may go on meanwhile. */
const SHARED: ReadonlySet<Strike> = new Set<Strike>([
  'bankKilled',
  'browserKilled',
  'rendererKilled',
  'workerKilled',
  'expiredCode',
]);

const READING: readonly Moment[] = ['signInPage', 'loginHandedOver', 'accountList', 'accountPage', 'activityPage'];
const WHILE_SIGNED_IN: readonly Moment[] = ['accountList', 'accountPage', 'activityPage'];
/** Documents are no part of the mirror, and a session ends by itself: what strikes here fails no sync. */
const AFTER_READING: readonly Moment[] = ['documents', 'document', 'signOut'];

export function isShared({ strike }: PlannedRun): boolean {
  return SHARED.has(strike);
}

/** The moments at which a strike can come at a bank. */
function momentsOf(bank: BankId, strike: Strike): readonly Moment[] {
  const downloads: readonly Moment[] = bank === 'harbor' ? ['download'] : [];
  switch (strike) {
    case 'bankKilled':
    case 'bankResets':
    case 'bankFails':
    case 'answersCut':
    case 'browserKilled':
    case 'rendererKilled':
    case 'workerKilled':
      return [...READING, ...downloads, ...AFTER_READING];
    case 'maintenance':
      return [...READING, 'documents'];
    case 'sessionEnded':
      return [...WHILE_SIGNED_IN, 'documents'];
    case 'slowdown':
      return ['accountList'];
    case 'layoutSwitched':
      return ['signInPage', 'activityPage'];
    case 'wrongPassword':
      return ['loginHandedOver'];
    case 'expiredCode':
      return bank === 'linden' ? ['loginHandedOver'] : [];
    default:
      return strike satisfies never;
  }
}

/** Every run there is, in a fixed order. */
export function listRuns(): PlannedRun[] {
  const strikes: readonly Strike[] = [
    ...(['bankKilled', 'bankResets', 'bankFails', 'answersCut', 'maintenance', 'slowdown', 'sessionEnded'] as const),
    ...(['layoutSwitched', 'browserKilled', 'rendererKilled', 'workerKilled', 'wrongPassword', 'expiredCode'] as const),
  ];
  return strikes.flatMap((strike) =>
    BANKS.flatMap((bank) =>
      momentsOf(bank, strike).map((moment) => ({ name: `${bank}.${strike}.${moment}`, bank, strike, moment })),
    ),
  );
}

/** So many runs, chosen by a seed: each strike once before any of them comes again, and each run once before it comes again. */
export function chooseRuns(count: number, choices: Choices): PlannedRun[] {
  const chosen: PlannedRun[] = [];
  let left: PlannedRun[] = [];
  while (chosen.length < count) {
    if (left.length === 0) left = listRuns();
    const byStrike = Map.groupBy(left, ({ strike }) => strike);
    for (const strike of choices.some([...byStrike.keys()], byStrike.size)) {
      const run = choices.pick(byStrike.get(strike) ?? []);
      // Also past the last that is wanted, so that a smaller count gives the beginning of a larger one.
      if (chosen.length < count) chosen.push(run);
      left = left.filter((each) => each !== run);
    }
  }
  return chosen;
}

/** By docs/connection-lifecycle.md. */
export function expectedOf({ strike, moment }: Pick<PlannedRun, 'strike' | 'moment'>): Expected {
  switch (strike) {
    case 'wrongPassword':
      return { status: 'reauthRequired', code: 'credentials_rejected' };
    case 'expiredCode':
      return { status: 'reauthRequired', code: 'mfa_failed' };
    // Somebody else takes the run up; a bank that is slow is read all the same.
    case 'workerKilled':
    case 'slowdown':
      return null;
    case 'layoutSwitched':
      // A visit keeps the layout that it has begun with.
      return moment === 'signInPage' ? { status: 'errored', code: 'portal_changed' } : null;
    case 'bankKilled':
    case 'bankResets':
    case 'bankFails':
    case 'answersCut':
    case 'sessionEnded':
      return AFTER_READING.includes(moment) ? null : { status: 'errored', code: 'portal_unavailable' };
    case 'maintenance':
      return AFTER_READING.includes(moment) ? null : { status: 'errored', code: 'bank_maintenance' };
    case 'browserKilled':
    case 'rendererKilled':
      return AFTER_READING.includes(moment) ? null : { status: 'errored', code: 'internal' };
    default:
      return strike satisfies never;
  }
}

/** How often the bank may be handed a login in the run: a worker that died had none of its successor's. */
export function mostLogins({ strike }: Pick<PlannedRun, 'strike'>): number {
  return strike === 'workerKilled' ? 2 : 1;
}
