import type { Rail } from './transaction.ts';

/** BAI2 type codes whose payment channel is beyond doubt (source: the BAI2 code list); all others say nothing. */
const CODES_OF_RAIL: Partial<Record<Rail, readonly string[]>> = {
  ach: [
    '142',
    '143',
    '164',
    '165',
    '166',
    '168',
    '169',
    '257',
    '258',
    '445',
    '447',
    '451',
    '455',
    '464',
    '466',
    '468',
    '469',
    '557',
    '558',
  ],
  wire: ['191', '195', '196', '208', '491', '495', '496', '508'],
  internalTransfer: ['201', '206', '275', '277', '501', '506', '575', '577'],
  check: ['115', '116', '175', '187', '255', '395', '415', '472', '475', '522', '555'],
  cash: ['301', '366', '666'],
  other: ['354', '654', '661', '698'],
};

const RAIL_OF_CODE = new Map(
  Object.entries(CODES_OF_RAIL).flatMap(([rail, codes]) => codes.map((code) => [code, rail as Rail] as const)), // Keys of the record above.
);

/** Payment channel that a BAI type code stands for; `unknown` where it says nothing. */
export function railOfBaiCode(code: string | null): Rail {
  return (code === null ? undefined : RAIL_OF_CODE.get(code)) ?? 'unknown';
}
