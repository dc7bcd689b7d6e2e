export type { AccountPlan, MishapRates } from './account.ts';
export type { ActivityPlan } from './activities/activity-plan.ts';
export {
  createSimulatedBank,
  type ShowRequest,
  type SimulatedBank,
  type SimulatedBankOptions,
} from './bank.ts';
export {
  addDays,
  type BankCalendar,
  type CalendarDate,
  findCalendarDate,
  findEpochMs,
  type Instant,
  localDateAt,
  parseCalendarDate,
  toEpochMs,
  toInstant,
} from './calendar.ts';
export { type CompanyOptions, planCompany } from './company.ts';
export { minorDigitsOf, renderDecimal } from './money.ts';
export { type AppliedScenario, type Scenario, type ScenarioKind, scenarioKinds } from './scenario.ts';
export type { ShownAccount, ShownBalance, ShownRow, ShownWindow } from './show.ts';
export { type InstitutionStyle, institutionStyles } from './style.ts';
export type { TransactionDetails, TransactionRail, TransactionRelation, TrueTransaction } from './transaction.ts';
export type { TrueAccount, Truth } from './truth.ts';
