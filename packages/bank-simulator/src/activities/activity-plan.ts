import type { AccountTransferPlan } from './account-transfer.ts';
import type { CardPurchasesPlan } from './card-purchases.ts';
import type { CardSettlementPlan } from './card-settlement.ts';
import type { CurrencyExchangePlan } from './currency-exchange.ts';
import type { LockboxDepositsPlan } from './lockbox-deposits.ts';
import type { MonthlyEntryPlan } from './monthly-entry.ts';
import type { PartnerPaymentsPlan } from './partner-payments.ts';
import type { PayrollPlan } from './payroll.ts';

/**
 * Something that goes on in an account, as data. Its `name` is unique within the account and names its random stream,
 * so an activity that is added or removed changes no other.
 */
export type ActivityPlan =
  | AccountTransferPlan
  | CardPurchasesPlan
  | CardSettlementPlan
  | CurrencyExchangePlan
  | LockboxDepositsPlan
  | MonthlyEntryPlan
  | PartnerPaymentsPlan
  | PayrollPlan;
