/** How an account is told from others: its name, and the end of its number, which is often all that differs. */
export interface AccountLabel {
  readonly name: string;
  /** Null where no number is known. */
  readonly end: string | null;
}

const END = 4;

/** Of a number only its last four characters; `end` is null where none is known. */
export function labelOf(account: {
  readonly name?: string | null | undefined;
  readonly accountNumber?: string | null | undefined;
  readonly maskedNumber?: string | null | undefined;
}): AccountLabel {
  const end = (account.accountNumber ?? account.maskedNumber)?.slice(-END);
  return { name: account.name ?? 'Account', end: end === undefined || end === '' ? null : `··${end}` };
}

/** In one line, such as `Operating account ··6789`. */
export function textOf({ name, end }: AccountLabel): string {
  return end === null ? name : `${name} ${end}`;
}

/** Accounts for a field to choose from. */
export function accountOptions(
  accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly maskedNumber?: string | null | undefined;
  }[],
): { value: string; label: string }[] {
  return accounts.map(({ id, name, maskedNumber }) => ({ value: id, label: `${name} ${maskedNumber ?? ''}` }));
}
