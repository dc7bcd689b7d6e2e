import { type ReactNode, useEffect, useRef } from 'react';
import classes from './connect.module.css';

/** The heading of a step. A new one gets the keyboard, so that it is read out and the next Tab leads into the step. */
export function StepTitle({ title, lead }: { readonly title: string; readonly lead?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
    heading.current?.focus();
  }, [title]);
  return (
    <div className={classes.stack}>
      <h1 ref={heading} tabIndex={-1} className={classes.title}>
        {title}
      </h1>
      {lead === undefined ? null : <p className={classes.lead}>{lead}</p>}
    </div>
  );
}
