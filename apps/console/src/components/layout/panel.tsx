import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

/** A part of a page with a name of its own. */
export function Panel({
  title,
  lead,
  actions,
  children,
  isFlush = false,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Without space around the content: for tables. */
  readonly isFlush?: boolean;
}) {
  const id = useId();
  return (
    <section className={`cw-panel ${classes.panel}`} aria-labelledby={id}>
      <div className={classes.head}>
        <div>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {lead === undefined ? null : <div className={classes.lead}>{lead}</div>}
        </div>
        {actions}
      </div>
      <div className={isFlush ? undefined : classes.body}>{children}</div>
    </section>
  );
}
