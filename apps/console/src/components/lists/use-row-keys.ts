import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

/** Rows that PageUp and PageDown pass. */
const PAGE_ROWS = 10;

interface RowKeys {
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  rowProps(index: number): { readonly tabIndex: number; readonly onFocus: () => void };
}

/** Moves the focus from row to row: one row is in the order of Tab, the keys reach all others, even those not in the document yet. */
export function useRowKeys({
  body,
  count,
  scrollTo,
}: {
  readonly body: RefObject<HTMLElement | null>;
  readonly count: number;
  scrollTo(index: number): void;
}): RowKeys {
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (row === null || row === undefined) return;
    wanted.current = null;
    row.focus();
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.dataset.index === undefined) return;
    const from = Number(target.dataset.index);
    if (event.key === 'Enter') {
      target.click();
      return;
    }
    const to = targetOf(event.key, from, count);
    if (to === null) return;
    event.preventDefault();
    wanted.current = to;
    scrollTo(to);
    setCurrent(to);
  };
  return {
    onKeyDown,
    rowProps: (index) => ({
      tabIndex: index === Math.min(current, count - 1) ? 0 : -1,
      onFocus: () => setCurrent(index),
    }),
  };
}

/** Where a key leads from one row; null for keys that do not move. */
function targetOf(key: string, from: number, count: number): number | null {
  const within = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
      return within(from + 1);
    case 'ArrowUp':
      return within(from - 1);
    case 'PageDown':
      return within(from + PAGE_ROWS);
    case 'PageUp':
      return within(from - PAGE_ROWS);
    case 'Home':
      return 0;
    case 'End':
      return within(count - 1);
    default:
      return null;
  }
}
