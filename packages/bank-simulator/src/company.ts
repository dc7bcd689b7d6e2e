import type { AccountPlan } from './account.ts';
import { listEuroActivities, listOperatingActivities, listPayrollActivities } from './company-activities.ts';
import { createRandomStream, hashDigits, hashHex } from './random.ts';

/** Which company to plan. The currencies decide which of its accounts it holds at this bank. */
export interface CompanyOptions {
  readonly seed: string;
  readonly currencies?: readonly ('USD' | 'EUR')[];
  readonly routingNumber?: string;
  readonly bic?: string;
  /** How many times as busy as usual it is: 1 when left out, some five transactions on a working day. */
  readonly volume?: number;
}

/**
 * The usual company: an operating account, a payroll savings account, and one in euros. The seed decides the ids, the
 * numbers and the opening balances. Throws a RangeError for a volume that is no whole number of 1 or more.
 */
export function planCompany(options: CompanyOptions): AccountPlan[] {
  const { currencies = ['USD', 'EUR'], volume = 1 } = options;
  if (!Number.isInteger(volume) || volume < 1) throw new RangeError(`volume ${volume} is not valid; use 1, 2, 3 …`);
  const operating = identifyAccount(options, 'operating', { minMinor: 14_000_000, maxMinor: 26_000_000 });
  const payroll = identifyAccount(options, 'payroll', { minMinor: 6_000_000, maxMinor: 9_000_000 });
  const euro = identifyAccount(options, 'euro', { minMinor: 4_000_000, maxMinor: 8_000_000 });
  const hasEuros = currencies.includes('EUR');
  const dollarAccounts: readonly AccountPlan[] = [
    {
      ...operating,
      name: 'Operating Checking',
      type: 'checking',
      currency: 'USD',
      activities: listOperatingActivities({
        volume,
        payrollAccountId: payroll.id,
        euroAccountId: hasEuros ? euro.id : null,
      }),
    },
    { ...payroll, name: 'Payroll Savings', type: 'savings', currency: 'USD', activities: listPayrollActivities() },
  ];
  const euroAccount: AccountPlan = {
    ...euro,
    // The routing number belongs to the clearing of US dollars.
    routingNumber: null,
    name: 'Euro Account',
    type: 'checking',
    currency: 'EUR',
    activities: listEuroActivities({ volume }),
  };
  return [...(currencies.includes('USD') ? dollarAccounts : []), ...(hasEuros ? [euroAccount] : [])];
}

function identifyAccount(options: CompanyOptions, slot: string, opening: { minMinor: number; maxMinor: number }) {
  const { seed, routingNumber = null, bic = null } = options;
  const stream = createRandomStream(seed, 'account', slot);
  return {
    id: `acct-${hashHex(seed, 'account', slot).slice(0, 12)}`,
    number: hashDigits(12, seed, 'number', slot),
    routingNumber,
    bic,
    openingMinor: BigInt(stream.int(opening.minMinor, opening.maxMinor)),
  };
}
