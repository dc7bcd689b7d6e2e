import { PasswordInput } from '@mantine/core';
import type { RefObject } from 'react';

/** Where the reader types the key that requests are sent with. What is wrong with it is said to screen readers at once. */
export function KeyField({
  value,
  problem,
  onChange,
  inputRef,
}: {
  readonly value: string;
  readonly problem: string | null;
  onChange(key: string): void;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}) {
  return (
    <PasswordInput
      ref={inputRef}
      label="Test key"
      description="Kept in the memory of this page, sent to this server only."
      placeholder="way_test_…"
      value={value}
      error={problem}
      errorProps={{ role: 'alert' }}
      autoComplete="off"
      classNames={{ innerInput: 'try-key' }}
      onChange={(event) => onChange(event.target.value.trim())}
    />
  );
}
