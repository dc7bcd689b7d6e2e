import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './filter-bar.module.css';

/** A row of filters above a list, and the way back to all of it. */
export function FilterBar({
  children,
  isFiltered,
  onClear,
}: {
  readonly children: ReactNode;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}) {
  return (
    <search className={classes.bar} aria-label="Filters">
      {children}
      {isFiltered ? (
        <Button variant="subtle" onClick={onClear}>
          Clear filters
        </Button>
      ) : null}
    </search>
  );
}
