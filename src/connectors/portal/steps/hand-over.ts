import type { FaultCode } from '../../../domain/connection/connection-fault.ts';
import type { LoginRenewal, SessionContext } from '../../contract.ts';
import type { ClickStep, Outcome } from '../recipe.ts';

/** What a session hands to the bank without knowing at once what becomes of it. */
export interface HandOver {
  /** Called right before a click that submits. */
  begin(submits: NonNullable<ClickStep['submits']>): Promise<void>;
  /** Settles it by the state in which the page is found afterwards. A state that does not tell leaves it unsettled. */
  settle(means: Outcome['means']): Promise<void>;
}

type Pending = 'password' | 'totpSecret' | 'unsureLogin';
type Verdict = 'taken' | 'unknown' | { readonly refused: FaultCode };

/** For one session. `credentials` of the context are the unsure login itself where that is what is tried. */
export function createHandOver({ renewal, credentials }: Pick<SessionContext, 'renewal' | 'credentials'>): HandOver {
  const isUnsure = renewal !== undefined && renewal.unsure === credentials;
  let pending: Pending | null = null;
  return {
    begin: async (submits) => {
      const what = whatIs(submits, isUnsure);
      if (what === null) return;
      if (renewal === undefined) throw new TypeError('the recipe renews the login in a session that cannot keep it');
      await renewal.noteHandedOver(what);
      pending = what;
    },
    settle: async (means) => {
      if (pending === null || renewal === undefined) return;
      const verdict = judge(pending, means);
      const field = pending === 'totpSecret' ? 'totpSecret' : 'password';
      pending = null;
      await tell(renewal, field, verdict);
    },
  };
}

function whatIs(submits: NonNullable<ClickStep['submits']>, isUnsure: boolean): Pending | null {
  switch (submits) {
    case 'credentials':
      return isUnsure ? 'unsureLogin' : null;
    case 'newPassword':
      return 'password';
    case 'setupKey':
      return 'totpSecret';
    case 'code':
    case 'form':
      return null;
    default:
      return submits satisfies never;
  }
}

/** Said to everybody, whatever the login; taking that for success would put a login nobody has proven in the place of one that works. */
const SAYS_NOTHING: ReadonlySet<FaultCode> = new Set(['account_locked', 'bank_maintenance', 'rate_limited_by_bank']);

/** Whatever comes next shows that the bank has taken it, but for what says the opposite, and for faults, which say nothing. */
function judge(pending: Pending, means: Outcome['means']): Verdict {
  if (means === 'goOn') return 'taken';
  if ('refused' in means) return { refused: means.refused };
  if ('answerAgain' in means) return pending === 'totpSecret' ? { refused: 'mfa_failed' } : 'taken';
  if (!('fault' in means)) return 'taken';
  const { fault } = means;
  if (pending === 'totpSecret' && fault === 'mfa_failed') return { refused: fault };
  if (pending !== 'unsureLogin' || SAYS_NOTHING.has(fault)) return 'unknown';
  return fault === 'credentials_rejected' ? { refused: fault } : 'taken';
}

async function tell(renewal: LoginRenewal, field: 'password' | 'totpSecret', verdict: Verdict): Promise<void> {
  if (verdict === 'unknown') return;
  await (verdict === 'taken' ? renewal.noteTaken(field) : renewal.noteRefused(field, verdict.refused));
}
