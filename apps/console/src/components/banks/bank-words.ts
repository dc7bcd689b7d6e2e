/** What things are called where the bank's own words are not known. */
const PLAIN = {
  userList: 'the list of users',
  addUser: 'Add a user',
  firstName: 'First name',
  lastName: 'Last name',
  username: 'User name',
  email: 'E-mail address',
  phoneNumber: 'Mobile number',
  viewBalances: 'View balances',
  viewTransactions: 'View transactions',
  viewStatements: 'View statements',
  bankCustomerId: 'Customer or company number',
  bankUsername: 'User name',
  password: 'Password',
  totpSecret: 'Setup key of the authenticator app',
  code: 'Code',
} as const;

export type Term = keyof typeof PLAIN;

/** A bank as far as its words go; none where it is not in the catalog or not read yet. */
export type BankWords = { readonly terms?: Readonly<Record<string, string>> } | null | undefined;

/** The bank's word for something. */
export function termOf(bank: BankWords, term: Term): string {
  return bank?.terms?.[term] ?? PLAIN[term];
}

/** The bank's word for a right; rights of other names are told as they are. */
export function rightOf(bank: BankWords, right: string): string {
  return bank?.terms?.[right] ?? (Object.hasOwn(PLAIN, right) ? PLAIN[right as Term] : right); // Looked up just before.
}
