import type { ReactNode } from 'react';
import classes from './state-panel.module.css';

/** The common form of the states in which there is nothing else to show. */
export function StatePanel({
  icon,
  title,
  children,
  actions,
  role,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly role?: 'alert' | 'status';
}) {
  return (
    <div className={classes.panel} role={role}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <p className={classes.title}>{title}</p>
      {children === undefined ? null : <div className={classes.text}>{children}</div>}
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  );
}
