import type { ReactNode } from 'react';
import classes from './key-value.module.css';

/** Facts about one thing: a name and a value each. A value that is null or undefined is a dash. */
export function KeyValue({ items }: { readonly items: Readonly<Record<string, ReactNode>> }) {
  return (
    <dl className={classes.list}>
      {Object.entries(items).map(([name, value]) => (
        <div key={name} className={classes.item}>
          <dt className={classes.name}>{name}</dt>
          <dd className={classes.value}>{value ?? <span className="cw-dim">–</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
