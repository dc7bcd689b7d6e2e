export type { AccountPlan } from './account.ts';
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
export { institutionStyles } from './institution-styles.ts';
export { findSettlement, type Settlement } from './merchant.ts';
export { minorDigitsOf, renderDecimal } from './money.ts';
export { type AppliedScenario, type Scenario, type ScenarioKind, scenarioKinds } from './scenario.ts';
export type { BankSession, SessionOpening, SessionRead, ShownAnswer } from './session.ts';
export type { ShownAccount, ShownBalance, ShownRow, ShownWindow } from './show/shown.ts';
export type { ShownStatement } from './statement.ts';
export type { AnswerRates, BehaviourRates, InstitutionStyle, TextHabits } from './style.ts';
export type { TransactionDetails, TransactionRail, TransactionRelation, TrueTransaction } from './transaction.ts';
export {
  listPostings,
  listRemovals,
  type TrueAccount,
  type TruePosting,
  type TrueRemoval,
  type Truth,
} from './truth.ts';
