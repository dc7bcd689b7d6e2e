/** The types of the standard. */
export const OFX_TYPES: ReadonlySet<string> = new Set(
  'CREDIT DEBIT INT DIV FEE SRVCHG DEP ATM POS XFER CHECK PAYMENT CASH DIRECTDEP DIRECTDEBIT REPEATPMT HOLD OTHER'.split(
    ' ',
  ),
);

/** Those that tell a debit where the amount is zero. */
export const OFX_DEBIT_TYPES: ReadonlySet<string> = new Set(
  'DEBIT FEE SRVCHG POS CHECK PAYMENT CASH DIRECTDEBIT REPEATPMT'.split(' '),
);
