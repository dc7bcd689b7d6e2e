import { normaliseText } from '../normalise-text.ts';
import { findChild, findText, listChildren, type XmlElement } from './xml-element.ts';

/** The longest unstructured line of the standard: a line this long was cut and goes on in the next. */
const FULL_LINE_LENGTH = 140;

export interface Remittance {
  readonly description: string | null;
  readonly lines: readonly string[];
  readonly creditorReference: string | null;
}

/** Reads the text of a `TxDtls`: its unstructured lines, else its structured reference, else the additional information. */
export function parseRemittance(details: XmlElement): Remittance {
  const information = findChild(details, 'RmtInf');
  const unstructured = listTexts(information, 'Ustrd');
  const creditorReference = findCreditorReference(information);
  const additional = findText(details, 'AddtlTxInf');
  return {
    description:
      joinLines(unstructured) ?? creditorReference ?? (additional === null ? null : normaliseText(additional)),
    lines: additional === null ? unstructured : [...unstructured, additional],
    creditorReference,
  };
}

function findCreditorReference(information: XmlElement | null): string | null {
  for (const structured of listChildren(information, 'Strd')) {
    const reference = findText(structured, 'CdtrRefInf', 'Ref') ?? findText(structured, 'CdtrRefInf', 'CdtrRef');
    if (reference !== null) return reference;
  }
  return null;
}

function listTexts(element: XmlElement | null, name: string): string[] {
  return listChildren(element, name)
    .map((child) => child.text)
    .filter((text) => text.trim() !== '');
}

function joinLines(lines: readonly string[]): string | null {
  let joined = '';
  let previousIsFull = true;
  for (const line of lines) {
    joined += previousIsFull ? line : ` ${line}`;
    previousIsFull = line.length >= FULL_LINE_LENGTH;
  }
  return normaliseText(joined);
}
