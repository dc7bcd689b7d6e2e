import { normaliseText } from '../normalise-text.ts';
import { NO_COUNTERPARTY } from '../statement.ts';
import { type Narrative, NO_NARRATIVE } from './narrative.ts';

/** What stands behind each SEPA keyword (`EREF+...SVWZ+...`) of a text, and before the first one. */
export interface SepaKeywords {
  readonly before: string;
  readonly values: ReadonlyMap<string, string>;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'EREF KREF MREF CRED DEBT COAM OAMT SVWZ ABWA ABWE BREF RREF RTRN PURP IBAN'.split(' '),
);

/** Splits at keywords; null when there is none. The first of a repeated keyword counts. */
export function splitSepaKeywords(text: string): SepaKeywords | null {
  let plus = text.indexOf('+');
  let values: Map<string, string> | null = null;
  let before = '';
  let name = '';
  let start = 0;
  for (; plus !== -1; plus = text.indexOf('+', plus + 1)) {
    const keyword = readKeyword(text, plus);
    if (keyword === null) continue;
    const part = text.slice(start, plus - keyword.length);
    if (values === null) {
      values = new Map();
      before = part;
    } else if (!values.has(name)) {
      values.set(name, part);
    }
    name = keyword;
    start = plus + 1;
  }
  if (values === null) return null;
  if (!values.has(name)) values.set(name, text.slice(start));
  return { before, values };
}

/** The keyword that ends before a plus sign, or null. */
function readKeyword(text: string, plus: number): string | null {
  const word = text.slice(Math.max(plus - 4, 0), plus);
  if (KEYWORDS.has(word)) return word;
  return word.endsWith('BIC') ? 'BIC' : null;
}

/** The narrative by the German SEPA keywords; the text before the first keyword counts where `SVWZ` is missing. */
export function readSepaKeywords({ before, values }: SepaKeywords): Narrative {
  const account = cleanValue(values.get('IBAN'));
  const bankId = cleanValue(values.get('BIC'));
  return {
    ...NO_NARRATIVE,
    text: normaliseText(values.get('SVWZ') ?? '') ?? normaliseText(before),
    counterparty: account === null && bankId === null ? NO_COUNTERPARTY : { name: null, account, bankId },
    endToEndId: cleanValue(values.get('EREF')),
    mandateId: cleanValue(values.get('MREF')),
    customerReference: cleanValue(values.get('KREF')),
    returnReason: cleanValue(values.get('RTRN')),
  };
}

/** The value of a keyword or sub-field, or null when it is blank or says that there is none. */
export function cleanValue(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  const text = value.trim();
  return text === '' || text === 'NOTPROVIDED' || text === 'NONREF' ? null : text;
}
