import { planAccountTransfer } from './account-transfer.ts';
import type { ActivityDay, Intent } from './activity.ts';
import type { ActivityPlan } from './activity-plan.ts';
import { planCardPurchases } from './card-purchases.ts';
import { planCardSettlement } from './card-settlement.ts';
import { planCurrencyExchange } from './currency-exchange.ts';
import { planLockboxDeposits } from './lockbox-deposits.ts';
import { planMonthlyEntry } from './monthly-entry.ts';
import { planPartnerPayments } from './partner-payments.ts';
import { planPayroll } from './payroll.ts';

/** What an activity wants to happen on one day. A new kind of activity is one file, one member of the union and one case. */
export function planActivityDay(plan: ActivityPlan, day: ActivityDay): Intent[] {
  switch (plan.kind) {
    case 'accountTransfer':
      return planAccountTransfer(plan, day);
    case 'cardPurchases':
      return planCardPurchases(plan, day);
    case 'cardSettlement':
      return planCardSettlement(plan, day);
    case 'currencyExchange':
      return planCurrencyExchange(plan, day);
    case 'lockboxDeposits':
      return planLockboxDeposits(plan, day);
    case 'monthlyEntry':
      return planMonthlyEntry(plan, day);
    case 'partnerPayments':
      return planPartnerPayments(plan, day);
    case 'payroll':
      return planPayroll(plan, day);
  }
}
