import type { AccountLabel } from '../../components/accounts/account-label.ts';
import classes from './transactions-page.module.css';

/** An account in a narrow column: its name may be cut, its number never. */
export function AccountCell({ label, id }: { readonly label: AccountLabel | undefined; readonly id: string }) {
  if (label === undefined) return <span className={classes.text}>{id.slice(-6)}</span>;
  return (
    <span className={classes.account}>
      <span className={classes.text}>{label.name}</span>
      {label.end === null ? null : <span className="cw-tabular">{label.end}</span>}
    </span>
  );
}
