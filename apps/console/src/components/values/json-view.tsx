import { CopyButton } from './copy-button.tsx';
import classes from './json-view.module.css';

/** A JSON value as it is, to be read and copied. */
export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = JSON.stringify(value, null, 2) ?? '';
  return (
    <figure className={classes.figure} aria-label={label}>
      <div className={classes.copy}>
        <CopyButton value={text} label={`Copy ${label}`} />
      </div>
      {/* Long values scroll inside; the keyboard has to get there. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must take the focus. */}
      <pre className={classes.text} tabIndex={0}>
        {text}
      </pre>
    </figure>
  );
}
