import type { ActivityPlan } from './activities/activity-plan.ts';
import type { Partner } from './activities/partner-payments.ts';
import { eurMerchants, usdMerchants } from './merchant.ts';

const customers: readonly Partner[] = [
  { name: 'Alder Ridge Builders', account: '****4471' },
  { name: 'Bright Fork Catering', account: '****0926' },
  { name: 'Canyon Row Hotels', account: '****5518' },
  { name: 'Dovetail Interiors', account: '****3304' },
  { name: 'Elkhorn Outfitters', account: '****7183' },
  { name: 'Fairwater Clinics', account: '****2660' },
];

const suppliers: readonly Partner[] = [
  { name: 'Northwind Paper Co', account: '****7741' },
  { name: 'Gravel Creek Logistics', account: '****1029' },
  { name: 'Hollow Oak Timber', account: '****8835' },
  { name: 'Ironleaf Energy', account: '****6402' },
  { name: 'Junction Freight', account: '****9517' },
];

const europeanPartners: readonly Partner[] = [
  { name: 'Kranich Maschinenbau GmbH', account: '****3000' },
  { name: 'Lumiere Textiles SARL', account: '****0606' },
  { name: 'Maas en Zoon BV', account: '****4300' },
  { name: 'Nordkap Handel AG', account: '****8812' },
];

/** What goes on in the operating account. Money is changed into euros only where there is an account for them. */
export function listOperatingActivities(company: {
  readonly volume: number;
  readonly payrollAccountId: string;
  readonly euroAccountId: string | null;
}): ActivityPlan[] {
  const { volume, payrollAccountId, euroAccountId } = company;
  return [
    { kind: 'cardPurchases', name: 'cards', perDay: { min: volume, max: 4 * volume }, merchants: usdMerchants },
    {
      kind: 'cardSettlement',
      name: 'settlement',
      text: 'MERCHANT BANKCARD DEPOSIT',
      amount: { minMinor: 180_000, maxMinor: 640_000 },
    },
    ...listCustomerPayments(volume),
    ...listSupplierPayments(volume),
    monthly('rent', {
      on: 'firstBusinessDay',
      rail: 'ach',
      text: 'ACH DEBIT QUARRY STREET PROPERTIES RENT',
      counterpartyName: 'Quarry Street Properties',
      baiCode: '451',
      amount: { minMinor: 685_000, maxMinor: 685_000 },
    }),
    monthly('fees', {
      on: 'lastBusinessDay',
      rail: 'fee',
      text: 'ACCOUNT ANALYSIS FEE',
      counterpartyName: null,
      baiCode: '698',
      amount: { minMinor: 2_500, maxMinor: 9_800 },
    }),
    { kind: 'accountTransfer', name: 'payroll-funding', toAccountId: payrollAccountId, amountMinor: 4_800_000n },
    ...(euroAccountId === null ? [] : [exchangeIntoEuros(euroAccountId)]),
  ];
}

function listCustomerPayments(volume: number): ActivityPlan[] {
  const fromCustomers = { kind: 'partnerPayments', direction: 'credit', partners: customers } as const;
  return [
    {
      ...fromCustomers,
      name: 'customer-ach',
      rail: 'ach',
      baiCode: '142',
      amount: { minMinor: 60_000, maxMinor: 840_000 },
      chancesPerDay: 2 * volume,
      rate: 2_300,
      feeMinor: null,
    },
    {
      ...fromCustomers,
      name: 'customer-wires',
      rail: 'wire',
      baiCode: '195',
      amount: { minMinor: 600_000, maxMinor: 2_900_000 },
      chancesPerDay: volume,
      rate: 1_300,
      feeMinor: 1_500n,
    },
    {
      kind: 'lockboxDeposits',
      name: 'lockbox',
      boxNumber: '004471',
      check: { minMinor: 12_500, maxMinor: 180_000 },
      perBatch: { min: 2, max: 5 },
      rate: Math.min(9_000, 900 * volume),
    },
  ];
}

function listSupplierPayments(volume: number): ActivityPlan[] {
  const toSuppliers = { kind: 'partnerPayments', direction: 'debit', partners: suppliers, feeMinor: null } as const;
  return [
    {
      ...toSuppliers,
      name: 'supplier-ach',
      rail: 'ach',
      baiCode: '451',
      amount: { minMinor: 40_000, maxMinor: 580_000 },
      chancesPerDay: 2 * volume,
      rate: 2_100,
    },
    {
      ...toSuppliers,
      name: 'checks',
      rail: 'check',
      baiCode: '475',
      amount: { minMinor: 15_000, maxMinor: 260_000 },
      chancesPerDay: volume,
      rate: 1_700,
    },
  ];
}

function exchangeIntoEuros(toAccountId: string): ActivityPlan {
  return {
    kind: 'currencyExchange',
    name: 'euro-exchange',
    sells: 'USD',
    buys: 'EUR',
    toAccountId,
    boughtMinor: [250_000, 500_000, 1_000_000],
    tenThousandths: 10_840,
    weekday: 3,
    feeMinor: 1_200n,
  };
}

/** What goes on in the payroll account, besides being funded. */
export function listPayrollActivities(): ActivityPlan[] {
  return [
    {
      kind: 'payroll',
      name: 'payroll',
      netPay: { minMinor: 3_500_000, maxMinor: 3_800_000 },
      taxes: { minMinor: 900_000, maxMinor: 1_050_000 },
    },
    {
      kind: 'monthlyEntry',
      name: 'interest',
      on: 'lastBusinessDay',
      direction: 'credit',
      rail: 'interest',
      text: 'INTEREST PAYMENT',
      counterpartyName: null,
      baiCode: '354',
      amount: { yearlyBasisPoints: 175 },
    },
  ];
}

/** What goes on in the account in euros. */
export function listEuroActivities({ volume }: { readonly volume: number }): ActivityPlan[] {
  const sepa = {
    kind: 'partnerPayments',
    rail: 'sepa',
    baiCode: null,
    partners: europeanPartners,
    feeMinor: null,
  } as const;
  return [
    { kind: 'cardPurchases', name: 'cards', perDay: { min: 0, max: volume }, merchants: eurMerchants },
    {
      ...sepa,
      name: 'sepa-in',
      direction: 'credit',
      amount: { minMinor: 80_000, maxMinor: 980_000 },
      chancesPerDay: volume,
      rate: 2_600,
    },
    {
      ...sepa,
      name: 'sepa-out',
      direction: 'debit',
      amount: { minMinor: 60_000, maxMinor: 720_000 },
      chancesPerDay: volume,
      rate: 2_400,
    },
    monthly('fees', {
      on: 'lastBusinessDay',
      rail: 'fee',
      text: 'FOREIGN CURRENCY ACCOUNT FEE',
      counterpartyName: null,
      baiCode: null,
      amount: { minMinor: 1_500, maxMinor: 1_500 },
    }),
  ];
}

/** A monthly debit. */
function monthly(
  name: string,
  entry: Omit<Extract<ActivityPlan, { kind: 'monthlyEntry' }>, 'kind' | 'name' | 'direction'>,
): ActivityPlan {
  return { kind: 'monthlyEntry', name, direction: 'debit', ...entry };
}
