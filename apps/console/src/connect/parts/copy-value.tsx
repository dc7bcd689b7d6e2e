import { CopyButton } from '../../components/values/copy-button.tsx';
import classes from './connect.module.css';

/** One value to enter at the bank, under the bank's own name for it. */
export function CopyValue({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className={classes.value}>
      <dt>{label}</dt>
      <dd>
        <span>{value}</span>
        <CopyButton value={value} label={`Copy ${label}`} />
      </dd>
    </div>
  );
}
