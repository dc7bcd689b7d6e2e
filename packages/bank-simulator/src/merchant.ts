import type { RandomStream } from './random.ts';

/** A shop that takes the company's card. */
export interface Merchant {
  readonly name: string;
  /** The text on the statement. */
  readonly text: string;
  readonly mcc: string;
  /** Prices in minor units: a fixed list, whose amounts come back again and again, or a range. */
  readonly prices: readonly number[] | { readonly min: number; readonly max: number };
  readonly settles: Settlement;
}

/**
 * What posts instead of the amount held: a tip is added, a fuel hold gives way to the true sum, or a price in another
 * currency is converted twice, at about `tenThousandths` of the account's currency for 10,000 of the other.
 */
export type Settlement =
  | { readonly kind: 'asHeld' | 'withTip' | 'fuelHold' }
  | { readonly kind: 'converted'; readonly currency: string; readonly tenThousandths: number };

const asHeld: Settlement = { kind: 'asHeld' };

/** Merchants at home, in US dollars. */
export const usdMerchants: readonly Merchant[] = [
  {
    name: 'Northside Hardware',
    text: 'NORTHSIDE HARDWARE #0412 DENVER CO',
    mcc: '5251',
    prices: { min: 899, max: 24_500 },
    settles: asHeld,
  },
  {
    name: 'Copper Kettle Coffee',
    text: 'COPPER KETTLE COFFEE DENVER CO',
    mcc: '5814',
    prices: [425, 550, 675],
    settles: asHeld,
  },
  {
    name: 'Mile Marker Fuel',
    text: 'MILE MARKER FUEL 2207 AURORA CO',
    mcc: '5542',
    prices: { min: 3_200, max: 9_800 },
    settles: { kind: 'fuelHold' },
  },
  {
    name: 'Lantern Street Grill',
    text: 'LANTERN STREET GRILL BOULDER CO',
    mcc: '5812',
    prices: { min: 2_400, max: 18_900 },
    settles: { kind: 'withTip' },
  },
  {
    name: 'Paperbark Office Supply',
    text: 'PAPERBARK OFFICE SUPPLY 118 LAKEWOOD CO',
    mcc: '5943',
    prices: { min: 1_499, max: 38_000 },
    settles: asHeld,
  },
  {
    name: 'Cloudfold Hosting',
    text: 'CLOUDFOLD HOSTING CLOUDFOLD.EXAMPLE WA',
    mcc: '7372',
    prices: [2_000, 4_900, 12_000],
    settles: asHeld,
  },
  { name: 'City Transit Fare', text: 'CITY TRANSIT FARE DENVER CO', mcc: '4111', prices: [275], settles: asHeld },
  {
    name: 'Foothill Parking',
    text: 'FOOTHILL PARKING GARAGE 3 DENVER CO',
    mcc: '7523',
    prices: [800, 1_200, 2_000],
    settles: asHeld,
  },
  {
    name: 'Prairie Air',
    text: 'PRAIRIE AIR TICKET 0814 DALLAS TX',
    mcc: '4511',
    prices: { min: 12_900, max: 68_000 },
    settles: asHeld,
  },
  {
    name: 'Juniper Inn',
    text: 'JUNIPER INN FORT COLLINS CO',
    mcc: '7011',
    prices: { min: 11_900, max: 42_000 },
    settles: asHeld,
  },
  {
    name: 'Redline Couriers',
    text: 'REDLINE COURIERS SHIPMENT DENVER CO',
    mcc: '4215',
    prices: { min: 1_250, max: 9_400 },
    settles: asHeld,
  },
  {
    name: 'Granary Wholesale',
    text: 'GRANARY WHOLESALE #88 THORNTON CO',
    mcc: '5399',
    prices: { min: 4_500, max: 96_000 },
    settles: asHeld,
  },
  {
    name: 'Sparrow Print House',
    text: 'SPARROW PRINT HOUSE GOLDEN CO',
    mcc: '2741',
    prices: { min: 3_900, max: 54_000 },
    settles: asHeld,
  },
  {
    name: 'Bluestem Uniforms',
    text: 'BLUESTEM UNIFORMS OMAHA NE',
    mcc: '5137',
    prices: { min: 5_900, max: 31_000 },
    settles: asHeld,
  },
  {
    name: 'Signalwire Mobile',
    text: 'SIGNALWIRE MOBILE AUTOPAY 800-555-0100',
    mcc: '4814',
    prices: [8_500, 14_250],
    settles: asHeld,
  },
  {
    name: 'Tramway Lisboa',
    text: 'TRAMWAY LISBOA BILHETES LISBOA PT',
    mcc: '4111',
    prices: { min: 310, max: 4_900 },
    settles: { kind: 'converted', currency: 'EUR', tenThousandths: 10_840 },
  },
  {
    name: 'Camden Print Works',
    text: 'CAMDEN PRINT WORKS LONDON GB',
    mcc: '2741',
    prices: { min: 4_500, max: 52_000 },
    settles: { kind: 'converted', currency: 'GBP', tenThousandths: 12_710 },
  },
];

/** Merchants on the continent of Europe, in euros. */
export const eurMerchants: readonly Merchant[] = [
  {
    name: 'Hafenkontor Papier',
    text: 'HAFENKONTOR PAPIER HAMBURG DE',
    mcc: '5943',
    prices: { min: 1_290, max: 28_400 },
    settles: asHeld,
  },
  {
    name: 'Kaffeehaus Linde',
    text: 'KAFFEEHAUS LINDE BERLIN DE',
    mcc: '5814',
    prices: [380, 460, 590],
    settles: asHeld,
  },
  {
    name: 'Bahnhof Reisen',
    text: 'BAHNHOF REISEN FRANKFURT DE',
    mcc: '4112',
    prices: { min: 1_990, max: 18_900 },
    settles: asHeld,
  },
  {
    name: 'Hotel Zum Anker',
    text: 'HOTEL ZUM ANKER BREMEN DE',
    mcc: '7011',
    prices: { min: 8_900, max: 32_000 },
    settles: asHeld,
  },
  {
    name: 'Taverne du Port',
    text: 'TAVERNE DU PORT LILLE FR',
    mcc: '5812',
    prices: { min: 2_100, max: 14_800 },
    settles: asHeld,
  },
  {
    name: 'Serveur Clair',
    text: 'SERVEUR CLAIR HEBERGEMENT LYON FR',
    mcc: '7372',
    prices: [1_900, 5_900],
    settles: asHeld,
  },
  {
    name: 'Officina Ponte',
    text: 'OFFICINA PONTE MILANO IT',
    mcc: '7538',
    prices: { min: 7_500, max: 61_000 },
    settles: asHeld,
  },
  {
    name: 'Helvetia Werkzeug',
    text: 'HELVETIA WERKZEUG BASEL CH',
    mcc: '5251',
    prices: { min: 2_900, max: 34_000 },
    settles: { kind: 'converted', currency: 'CHF', tenThousandths: 10_430 },
  },
];

/** How the merchant that a text names settles, or null when it names none. */
export function findSettlement(text: string): Settlement | null {
  return [...usdMerchants, ...eurMerchants].find((merchant) => text.includes(merchant.text))?.settles ?? null;
}

/** One price of a merchant in minor units, without sign. */
export function drawPrice(merchant: Merchant, stream: RandomStream): bigint {
  const { prices } = merchant;
  return BigInt('min' in prices ? stream.int(prices.min, prices.max) : stream.pick(prices));
}
