import type { Writable } from 'node:stream';
import { renderTable } from '../terminal/table.ts';
import type { StoryResult } from './story.ts';

/** The last line of `quickstart --once`. */
export interface QuickstartSummary {
  readonly connectionId: string;
  readonly accounts: number;
  readonly transactions: number;
  readonly events: number;
  readonly seconds: number;
}

/** Where everything is that keeps running. */
interface Place {
  readonly apiUrl: string;
  readonly bankUrl: string;
  readonly key: string;
  readonly setUpUrl: string | null;
}

/** Shows what there is now and how to go on; `place` is null where everything stops now. */
export function printReport(output: Writable, result: StoryResult, seconds: number, place: Place | null): void {
  const proofOf = new Map(result.proofs.map((proof) => [proof.accountId, proof]));
  const accounts = result.accounts.map((account) => {
    const proof = proofOf.get(account.id);
    const proven =
      proof?.provenThrough === null || proof === undefined
        ? (proof?.balanceProof ?? '')
        : `${proof.balanceProof} through ${proof.provenThrough}`;
    return [account.name, account.maskedNumber ?? '', account.currency, account.currentBalance ?? '', proven];
  });
  const rows = result.latest.map(({ postedDate, status, amount, currency, description }) => [
    postedDate ?? '–',
    status,
    amount,
    currency,
    description.length > 60 ? `${description.slice(0, 59)}…` : description,
  ]);
  output.write(
    `\n${renderTable([{ title: 'ACCOUNT' }, { title: 'NUMBER' }, { title: 'CUR' }, { title: 'BALANCE', align: 'right' }, { title: 'BALANCE PROOF' }], accounts)}`,
  );
  output.write(
    `\n${renderTable([{ title: 'POSTED' }, { title: 'STATUS' }, { title: 'AMOUNT', align: 'right' }, { title: 'CUR' }, { title: 'DESCRIPTION' }], rows)}`,
  );
  const stream =
    result.eventCount === 0 ? 'nothing new in the stream' : `${result.eventCount} events read from the stream`;
  output.write(
    `\n${result.transactionCount} transactions in ${result.accounts.length} accounts; ${stream}. ${seconds} s.\n\n` +
      (place === null
        ? 'All of it stops now; its data is kept. Without --once it goes on.\n\n'
        : describePlace(place, result)),
  );
}

function describePlace(place: Place, { cursor }: StoryResult): string {
  return (
    `API        ${place.apiUrl}\nDemo bank  ${place.bankUrl}\nTest key   ${place.key}\n\nGo on with:\n\n` +
    `  export KEY=${place.key}\n` +
    `  curl -H "Authorization: Bearer $KEY" "${place.apiUrl}/v1/transactions?limit=3"\n` +
    `  curl -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -d '{"days":3}' "${place.apiUrl}/v1/sandbox/clock/advance"\n` +
    `  curl -H "Authorization: Bearer $KEY" "${place.apiUrl}/v1/transactions/sync?cursor=${cursor}"\n\n` +
    describeConsole(place)
  );
}

/** Last, so that it is what stays in sight. */
function describeConsole({ apiUrl, setUpUrl }: { readonly apiUrl: string; readonly setUpUrl: string | null }): string {
  if (setUpUrl === null) return `Console    ${apiUrl}/console\n\n`;
  return `Open the console and choose a password (the link works once):\n\n  ${setUpUrl}\n\n`;
}
