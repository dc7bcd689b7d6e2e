/** Words for a debit in a column that tells the side, small letters. */
export const DEBIT_WORDS: readonly string[] =
  'd dr db debit debet debiet debito débito débit af addebito belastung soll s outflow out - cargo withdrawal lastschrift uit expense sortie'.split(
    ' ',
  );

const CREDIT_WORDS: readonly string[] =
  'c cr k credit kredit credito crédito crédit bij accredito gutschrift haben h inflow in + abono deposit eingang income entree'.split(
    ' ',
  );

const FLAG_WORDS: ReadonlySet<string> = new Set([...DEBIT_WORDS, ...CREDIT_WORDS]);

/** Whether a cell says debit or credit and nothing else, in any of the known languages, in any case. */
export function isFlagWord(cell: string): boolean {
  return FLAG_WORDS.has(cell.toLowerCase());
}

/** What stands in a status or date column of rows that are not booked yet. */
export const PENDING_WORDS: readonly string[] = [
  'pending',
  'in sospeso',
  'ausstehend',
  'vorgemerkt',
  'offen',
  'nicht verbucht',
  'en attente',
  'en cours',
  'pendiente',
  'in behandeling',
  'gereserveerd',
  'authorised',
  'authorized',
  'authorisation',
  'authorization',
  'reserved',
  'reservation',
  'reserverat',
  'reserveret',
  'in progress',
  'processing',
  'függő',
  'oczekujące',
];

/** What stands in a status column of rows that never came to be. */
export const DROPPED_WORDS: readonly string[] = [
  'declined',
  'reverted',
  'failed',
  'cancelled',
  'canceled',
  'rejected',
  'abgelehnt',
  'storniert',
  'rifiutata',
  'refusé',
  'rechazado',
  'geweigerd',
];
