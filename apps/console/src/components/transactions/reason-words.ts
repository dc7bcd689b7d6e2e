import type { Schemas } from '../../api/operation-types.ts';

type Reason = Schemas['SuggestionReason'];

/** Held to the contract by the compiler. */
const REASONS: Readonly<Record<Reason, string>> = {
  severalCandidates: 'what is known fits more than one of them',
  textDiffers: 'the amounts agree, the texts do not',
  textSilent: 'the amounts agree, and one of the texts says nothing',
  amountDiffers: 'the texts agree, the amount changed',
  mayStillBePending: 'the older one may still be pending at the bank',
  numberUnclear: 'the account numbers are not surely the same',
  fewCommonRows: 'they have few transactions in common',
  rowsDiffer: 'their transactions differ',
};

/** Why two are thought to be one and nobody is sure; a reason that these pages do not know yet by its own name. */
export function describeReasons(reasons: readonly Reason[]): string {
  return reasons.map((reason) => REASONS[reason] ?? reason).join('; ');
}
