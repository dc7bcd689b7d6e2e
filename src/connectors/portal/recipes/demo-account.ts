import type { AccountType } from '../../../domain/account.ts';
import { type AmountForm, type DateForm, parseBankAmount, parseBankDate } from '../bank-text.ts';
import { PortalFormError } from '../form-error.ts';
import type { AccountPage, Facts, Known, RangeBalance, ReadAccount } from '../recipe.ts';

/** Words by which an account's page is known. */
export interface AccountWords {
  readonly number: string;
  readonly currency: string;
  readonly ledger: string;
  readonly available: string;
  readonly hidden: string;
  readonly closed: string;
  readonly types: Readonly<Record<string, AccountType>>;
  readonly form: AmountForm;
}

/** Type and status stand in the listing only, in the words of the bank; what it calls by none of these words is `unknown` and open. */
export function readDemoAccount({ link, facts }: AccountPage, words: AccountWords): ReadAccount {
  const number = facts.get(words.number);
  const type = Object.entries(words.types).find(([text]) => link.listing.includes(text))?.[1] ?? 'unknown';
  return {
    number,
    details: {
      type,
      currency: facts.get(words.currency),
      name: link.text,
      status: link.listing.includes(words.closed) ? 'closed' : 'open',
      officialName: null,
      accountNumber: number,
      routingNumber: null,
      swiftBic: null,
    },
    ledger: readBalance(facts.get(words.ledger), words),
    available: readBalance(facts.get(words.available), words),
    balancesDenied: facts.get(words.ledger) === words.hidden,
  };
}

function readBalance(text: string, { hidden, form }: AccountWords): string | null {
  if (text === hidden) return null;
  const amount = parseBankAmount(text, form);
  if (amount === null) throw new PortalFormError('a balance is no amount');
  return amount;
}

/** How the account that is being read stands in lists to choose from. */
export function nameAccount({ account }: Known): string {
  return account === null ? '' : `${account.name} ${account.number.slice(-4)}`;
}

/** Balances of the period that is shown: the groups of `term` are `Opening` or `Closing`, and the day. */
export function readPeriodBalances(
  { all }: Facts,
  { term, dates, form }: { readonly term: RegExp; readonly dates: DateForm; readonly form: AmountForm },
): RangeBalance[] {
  return all.flatMap(([words, value]): RangeBalance[] => {
    const found = term.exec(words);
    if (found === null) return [];
    const date = parseBankDate(found[2] ?? '', dates);
    const amount = parseBankAmount(value, form);
    if (date === null || amount === null) throw new PortalFormError('a balance of the period has another form');
    return [{ kind: found[1] === 'Opening' ? 'opening' : 'closing', date, amount }];
  });
}
