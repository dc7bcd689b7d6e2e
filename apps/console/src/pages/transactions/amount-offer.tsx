import { Button } from '@mantine/core';
import { listAmounts } from './search-query.ts';

/** Offers to look for an amount where the text that is searched for reads as one: texts do not have the amounts in them. */
export function AmountOffer({
  text,
  onChoose,
}: {
  readonly text: string | undefined;
  readonly onChoose: (amount: string) => void;
}) {
  return listAmounts(text).map((amount) => (
    <Button key={amount} size="compact-sm" variant="subtle" onClick={() => onChoose(amount)}>
      Search the amount {amount.replace('-', '−')}
    </Button>
  ));
}
