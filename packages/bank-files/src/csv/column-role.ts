/** What the title of a column says that it holds. */
export type ColumnRole =
  | 'bookingDate'
  | 'date'
  | 'transactionDate'
  | 'valueDate'
  | 'amount'
  | 'debit'
  | 'credit'
  | 'balance'
  | 'currency'
  | 'description'
  | 'name'
  | 'ownAccount'
  | 'otherAccount'
  | 'id'
  | 'status';

/** Titles in the languages of European and American exports, marks taken off. Each is a part of the title. */
const WORDS: Readonly<Record<ColumnRole, RegExp>> = {
  bookingDate:
    /^buchung$|(?:book|buchung|bokfor|bogfor|boek|comptab|contab|regist|process|complet|posted|posting|post |settle|abschluss|konyvel|ksiegow|effective)[a-z]*[ .-]*(?:on|di|de|van)?[ .-]*(?:dat|dag|tag|fecha|dato|$)|(?:date|data|fecha)[a-z ]*(?:comptab|contab|process|booked|posted|ksiegow)/,
  date: /^(?:date|datum|fecha|data|dato|dag|tag|kelt|created|paivamaara|kuupaev|datums)\b|^date$/,
  transactionDate:
    /(?:transa|tranzak|operat|operac|purchase|acquisto|started|kauf|achat|beleg|umsatz).*(?:dat|dag|tag|fecha)|(?:date|data|fecha|datum).*(?:transa|operat|operac|acquisto|purchase|achat)/,
  valueDate: /valut|value|wert|erteknap|fecha valor|^interest date|rentedat/,
  amount:
    /amount|betrag|importo|montant|importe|bedrag|belopp|belob|osszeg|kwota|^valor$|^summa|umsatz|^monto|cantidad|castka|iznos|^suma?$|^sum$|^value$|^inflow$/,
  debit:
    /debit|belastung|^soll|withdraw|paid out|money out|outflow|addebit|^cargo|^debe\b|^uit$|^af$|ausgang|ausgabe|uitgaven|retrait|utgift|debet|egreso|^spent|uscite/,
  credit:
    /credit(?! ?card)|gutschrift|^haben|deposit|paid in|money in|inflow|accredit|^abono|^haber\b|^bij$|eingang|einnahme|versement|insattning|ingreso|^received|entrate/,
  balance: /balance|saldo|solde|egyenleg|kontostand|^stand$/,
  currency: /currency|wahrung|devise|moneda|^munt$|^ccy|deviza?nem|^valut[ay]$|valuuta|^mena$|waluta|^curr$|^ccy$/,
  description:
    /descr|detail|memo|text|zweck|omschrijving|libelle|concepto|narrative|particular|mededeling|beskriv|kozlemeny|rubrik|subject|tytul|^notes?$|payment reference|causale|besked|communication|^opis|popis|betreff|reason|^info|beschreibung|^message/,
  name: /payee|empfanger|beneficiar|begunstigt|naam|^name$|merchant|commerciante|counterparty|partner neve|auftraggeber|recipient|^nom\b/,
  ownAccount:
    /^account(?: number| iban)?$|source account|^rekening(?:nummer)?$|^konto$|^kontonummer$|^iban$|^cuenta$|own account|^conto$|^compte$|auftragskonto/,
  otherAccount:
    /tegenrekening|tegenpartij|gegenkonto|counterparty account|partner szamla|payee account|contra|^number$|empfangerkonto/,
  id: /^id$|(?:transaction|transaktions?|transferwise|booking|entry|unique)[ -]?(?:id|nr|no|number|nummer|ref)\b|^ref(?:\b|eren)|^fitid|^txn?[ -]?id/,
  status: /status|^state$|^stato$|^statut$|^estado$|^zustand$/,
};

/** Titles that hold another money than the account's, or no movement: they take no part. */
const NOT_OWN_MONEY =
  /original|local|foreign|fremd|extranj|ester[oa]|etrang|\bfee|gebuhr|kosten|frais|exchange|\brate|kurs|\btax|\bvat|compensation|previous|available/;

/** Titles are short; what is longer is text. */
const MAX_TITLE_LENGTH = 80;

/** The title in small letters, without marks, brackets and the currency in it. */
export function normaliseTitle(title: string): string {
  return title
    .slice(0, MAX_TITLE_LENGTH)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[()[\]:"]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** All that a title may mean. */
export function listRoles(title: string): ReadonlySet<ColumnRole> {
  const text = normaliseTitle(title);
  const roles = new Set<ColumnRole>();
  if (text === '') return roles;
  for (const [role, words] of Object.entries(WORDS)) {
    // The keys of the table are the roles.
    if (words.test(text)) roles.add(role as ColumnRole);
  }
  if (NOT_OWN_MONEY.test(text)) {
    for (const role of ['amount', 'debit', 'credit', 'currency', 'balance'] as const) roles.delete(role);
  }
  return roles;
}

/** The currency that a title names: `Betrag (EUR)`, `Debit in CHF`, `Saldo CHF`. */
export function findTitleCurrency(title: string, isCurrency: (code: string) => boolean): string | null {
  const codes = title.match(/\b[A-Z]{3}\b/g) ?? [];
  return codes.find((code) => isCurrency(code)) ?? null;
}
