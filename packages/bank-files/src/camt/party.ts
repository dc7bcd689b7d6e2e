import type { Counterparty } from '../statement.ts';
import { findAccountId, findInstitutionId, findInstitutionName } from './account.ts';
import type { Side } from './amount.ts';
import { findChild, findText, type XmlElement } from './xml-element.ts';

/** The two ends of one payment. */
export interface Parties {
  readonly debtor: Counterparty;
  readonly creditor: Counterparty;
}

/** Reads the parties and agents of a `TxDtls`; an ultimate party goes before the one that paid or was paid for it. */
export function parseParties(details: XmlElement): Parties {
  const parties = findChild(details, 'RltdPties');
  const agents = findChild(details, 'RltdAgts');
  return { debtor: parseEnd(parties, agents, 'Dbtr'), creditor: parseEnd(parties, agents, 'Cdtr') };
}

function parseEnd(parties: XmlElement | null, agents: XmlElement | null, end: 'Dbtr' | 'Cdtr'): Counterparty {
  return {
    name: findPartyName(findChild(parties, `Ultmt${end}`)) ?? findPartyName(findChild(parties, end)),
    account: findAccountId(findChild(parties, `${end}Acct`))?.rawId ?? null,
    bankId: findInstitutionId(findChild(agents, `${end}Agt`)),
  };
}

/** A party's name: directly, below `Pty` from version 8 on, or that of an institution that is the party itself. */
function findPartyName(party: XmlElement | null): string | null {
  return (
    findText(party, 'Nm') ??
    findText(party, 'Pty', 'Nm') ??
    findInstitutionName(findChild(party, 'Agt')) ??
    findInstitutionId(findChild(party, 'Agt'))
  );
}

/**
 * The other end as seen from the account: who paid a credit, who received a debit. A reversal keeps the ends of the
 * payment it undoes, so there the opposite end is the other one; where that is blank the rule above still holds.
 */
export function selectCounterparty(parties: Parties, side: Side, isReversal: boolean): Counterparty {
  const usual = side === 'credit' ? parties.debtor : parties.creditor;
  if (!isReversal) return usual;
  const opposite = side === 'credit' ? parties.creditor : parties.debtor;
  return opposite.name !== null || opposite.account !== null ? opposite : usual;
}
