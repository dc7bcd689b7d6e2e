import type { RailHint } from '../statement.ts';
import type { Narrative } from './narrative.ts';

const RAIL_BY_TYPE: ReadonlyMap<string, RailHint> = new Map([
  ['CHK', 'check'],
  ['TCK', 'check'],
  ['CHG', 'fee'],
  ['COM', 'fee'],
  ['INT', 'interest'],
  ['CMI', 'zba'],
  ['CMN', 'zba'],
  ['CMS', 'zba'],
  ['CMT', 'zba'],
  ['CMZ', 'zba'],
  ['CLR', 'check'],
  ['FEX', 'wire'],
]);

/** Business codes of German banks. */
const RAIL_BY_GVC: ReadonlyMap<string, RailHint> = new Map([
  ...listGvc('104 105 107 108 109 171 174 181 183 184 192 193 194 195 196 197', 'sepaDebit'),
  ...listGvc('116 117 119 122 152 154 155 156 157 159 166 167 169 177 188 189 191', 'sepaCredit'),
  ...listGvc('118 168 160 161 162 163', 'instant'),
  ...listGvc('153 053', 'payroll'),
  ...listGvc('106 110 190', 'card'),
  ...listGvc('001 002 011 070 101 102 103 111 112', 'check'),
  ...listGvc('082 083 087', 'cash'),
  ...listGvc('004 005 008 009 020 051 052 054 056 059', 'domesticTransfer'),
  ...listGvc('201 202 203 204 205 206 208 209 210 211 212 213 214 215 216 217 218 219 220 221 222 223 224', 'wire'),
  ...listGvc('805 806 808 809 818 820 821', 'fee'),
  ...listGvc('814', 'interest'),
  ...listGvc('833 834 835', 'zba'),
]);

/** The channel that an entry's codes name: the German code says more than the SWIFT type, which is mostly MSC there. Null when none does. */
export function findMtRail(swiftType: string | null, narrative: Narrative): RailHint | null {
  const byGvc = narrative.gvcCode === null ? undefined : RAIL_BY_GVC.get(narrative.gvcCode);
  if (byGvc !== undefined) return byGvc;
  const booking = narrative.bookingText?.toUpperCase() ?? '';
  if (booking.startsWith('SEPA')) return /INCASSO|LASTSCHR|DEBIT|DOMIC/.test(booking) ? 'sepaDebit' : 'sepaCredit';
  if (booking.startsWith('BETAALAUTOMAAT')) return 'card';
  return (swiftType === null ? undefined : RAIL_BY_TYPE.get(swiftType.slice(1))) ?? null;
}

function listGvc(codes: string, rail: RailHint): [string, RailHint][] {
  return codes.split(' ').map((code) => [code, rail]);
}
