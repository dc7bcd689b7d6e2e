import type { Schemas } from '../../api/operation-types.ts';
import { CopyButton } from '../values/copy-button.tsx';
import { type BankWords, termOf } from './bank-words.ts';
import classes from './demo-bank-notice.module.css';

const FIELDS = ['bankCustomerId', 'bankUsername', 'password'] as const;

/** As whom one signs in to a simulated bank: nobody has a login there from elsewhere. */
export function DemoBankNotice({
  bank,
  demoBank,
  hasMailbox,
}: {
  readonly bank: BankWords;
  readonly demoBank: Schemas['DemoBank'];
  /** Whether the instructions name an e-mail address. */
  readonly hasMailbox: boolean;
}) {
  return (
    <div className={classes.box} role="note" aria-label="Demo bank">
      <p className={classes.title}>This is a demo bank</p>
      <p>No money and no person is behind it. Sign in there as the owner of a company:</p>
      <dl className={classes.values}>
        {FIELDS.map((field) => (
          <div key={field}>
            <dt className="cw-dim">{termOf(bank, field)}</dt>
            <dd>
              <code>{demoBank.signIn[field]}</code>
              <CopyButton value={demoBank.signIn[field]} label={`Copy the owner’s ${termOf(bank, field)}`} />
            </dd>
          </div>
        ))}
      </dl>
      {hasMailbox ? (
        <p className={`${classes.hint} cw-dim`}>
          With an e-mail address the new user is sent an invitation. Leave the address out to be shown a password at
          once.
        </p>
      ) : null}
    </div>
  );
}
