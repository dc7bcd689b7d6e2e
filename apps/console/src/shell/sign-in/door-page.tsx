import type { ReactNode } from 'react';
import { Mark } from '../frame/mark.tsx';
import classes from './door-page.module.css';

/** The form of pages outside of the console: signing in, setting up, taking an invitation. */
export function DoorPage({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Mark size={28} />
          Causeway
        </div>
        <h1 className={classes.title}>{title}</h1>
        {lead === undefined ? null : <div className={classes.lead}>{lead}</div>}
        {children}
      </div>
    </main>
  );
}
