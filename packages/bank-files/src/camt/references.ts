import { NO_REFERENCES, type PaymentReferences } from '../statement.ts';
import { findChild, findText, type XmlElement } from './xml-element.ts';

/** What banks write when the payer gave no reference. */
const NO_REFERENCE_WORDS: ReadonlySet<string> = new Set(['NOTPROVIDED', 'NONREF']);

/** Reads the `Refs` of a `TxDtls`. */
export function parseReferences(details: XmlElement, creditorReference: string | null): PaymentReferences {
  const refs = findChild(details, 'Refs');
  if (refs === null && creditorReference === null) return NO_REFERENCES;
  return {
    endToEndId: findReference(refs, 'EndToEndId'),
    instructionId: findReference(refs, 'InstrId'),
    transactionId: findReference(refs, 'TxId'),
    paymentInformationId: findReference(refs, 'PmtInfId'),
    messageId: findReference(refs, 'MsgId'),
    mandateId: findReference(refs, 'MndtId'),
    uetr: findReference(refs, 'UETR'),
    clearingSystemReference: findReference(refs, 'ClrSysRef'),
    checkNumber: findReference(refs, 'ChqNb'),
    creditorReference,
    entryReference: null,
    correctedReference: null,
  };
}

function findReference(refs: XmlElement | null, name: string): string | null {
  const text = findText(refs, name);
  return text === null || NO_REFERENCE_WORDS.has(text.toUpperCase()) ? null : text;
}
