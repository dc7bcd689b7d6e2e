import { type Counterparty, NO_COUNTERPARTY } from '../statement.ts';

/** What the text of an entry (`:86:`) says, whatever the bank's dialect; null where it does not say it. */
export interface Narrative {
  /** The remittance text, set apart from the rest where the dialect does so. */
  readonly text: string | null;
  /** What kind of booking the bank calls it. */
  readonly bookingText: string | null;
  readonly counterparty: Counterparty;
  readonly gvcCode: string | null;
  readonly baiCode: string | null;
  readonly endToEndId: string | null;
  readonly mandateId: string | null;
  readonly customerReference: string | null;
  readonly paymentInformationId: string | null;
  readonly creditorReference: string | null;
  readonly returnReason: string | null;
}

export const NO_NARRATIVE: Narrative = Object.freeze({
  text: null,
  bookingText: null,
  counterparty: NO_COUNTERPARTY,
  gvcCode: null,
  baiCode: null,
  endToEndId: null,
  mandateId: null,
  customerReference: null,
  paymentInformationId: null,
  creditorReference: null,
  returnReason: null,
});
