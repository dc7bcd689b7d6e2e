import { type ReactNode, useEffect, useRef } from 'react';
import classes from './page-header.module.css';
import { noteArrival, setPageTitle } from './page-title.ts';

/**
 * The head of every page: its name, a line of explanation, and what can be done here. The name is the window's title too, and
 * gets the focus when somebody comes to the page from another one, so that a screen reader says where they are.
 */
export function PageHeader({
  title,
  badge,
  lead,
  actions,
  above,
}: {
  readonly title: string;
  readonly badge?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** The way back, on pages of one thing. */
  readonly above?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => setPageTitle(title), [title]);
  useEffect(() => {
    if (noteArrival()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className={classes.header}>
      <div className={classes.text}>
        {above === undefined ? null : <div className={classes.above}>{above}</div>}
        <div className={classes.title}>
          <h1 ref={heading} tabIndex={-1} className={classes.heading}>
            {title}
          </h1>
          {badge}
        </div>
        {lead === undefined ? null : <div className={classes.lead}>{lead}</div>}
      </div>
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
