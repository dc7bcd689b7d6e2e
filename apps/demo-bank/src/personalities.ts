import { type AccountPlan, type InstitutionStyle, institutionStyles, planCompany } from '@causeway/bank-simulator';
import { harborPortal } from './portal/looks/harbor.ts';
import { lindenPortal } from './portal/looks/linden.ts';
import type { Portal } from './portal/looks/look.ts';
import { ridgelinePortal } from './portal/looks/ridgeline.ts';

/** One demo bank, as data: how it looks, what it shows, and which accounts its customers hold. */
export interface Personality {
  /** First segment of all its paths. */
  readonly id: string;
  readonly name: string;
  readonly tagline: string;
  /** CSS colour of its pages. */
  readonly accentColor: string;
  readonly style: InstitutionStyle;
  readonly currencies: readonly ('USD' | 'EUR')[];
  /** Null at a bank that takes no part in the clearing of US dollars. */
  readonly routingNumber: string | null;
  readonly bic: string;
  readonly portal: Portal;
}

/** All demo banks of the house. Routing numbers and BICs are made up; a BIC with a zero at its eighth place is a test BIC. */
export const personalities: readonly Personality[] = [
  {
    id: 'harbor',
    name: 'Harbor Demo Bank',
    tagline: 'Business banking in dollars and euros. Every row has an id that stays for life.',
    accentColor: '#0b5c7a',
    style: institutionStyles.stableIds,
    currencies: ['USD', 'EUR'],
    routingNumber: '800000006',
    bic: 'HRBDUS30',
    portal: harborPortal,
  },
  {
    id: 'ridgeline',
    name: 'Ridgeline Demo Bank',
    tagline: 'Plain dollar accounts. Rows have no ids, as at many banks.',
    accentColor: '#7a4a0b',
    style: institutionStyles.noIds,
    currencies: ['USD'],
    routingNumber: '800000019',
    bic: 'RDGDUS30',
    portal: ridgelinePortal,
  },
  {
    id: 'linden',
    name: 'Linden Demo Bank',
    tagline: 'A European bank. A row gets another id when it is booked.',
    accentColor: '#2f5d3a',
    style: {
      ...institutionStyles.newIdsOnPosting,
      calendar: { utcOffsetMinutes: 60, holidays: ['01-01', '05-01', '10-03', '12-25', '12-26'] },
    },
    currencies: ['USD', 'EUR'],
    routingNumber: null,
    bic: 'LNDNDEF0',
    portal: lindenPortal,
  },
];

/** The accounts that the bank keeps for the company of a seed. */
export function planAccounts(personality: Personality, seed: string): AccountPlan[] {
  const { currencies, routingNumber, bic } = personality;
  return planCompany({ seed, currencies, bic, ...(routingNumber === null ? {} : { routingNumber }) });
}
