import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { FilterStep } from '../../shell/routing/use-address.ts';
import { createTypedStep } from './typed-step.ts';
import { createTypedText } from './typed-text.ts';

/** Letters that follow each other more quickly are one question. */
const TYPING_MS = 120;

export interface TypedFilterProps {
  readonly label: string;
  readonly onChange: (value: string, step: FilterStep) => void;
  readonly error?: string | undefined;
}

/** A field whose letters count a moment after they were typed, and that `/` leads to where it is the search. */
export function TypedFilter({
  label,
  value,
  onChange,
  placeholder,
  error,
  isSearch = false,
}: TypedFilterProps & {
  readonly value: string;
  readonly placeholder?: string;
  readonly isSearch?: boolean;
}) {
  const [{ begin, next }] = useState(createTypedStep);
  const [text, setText] = useState(value);
  const [typed] = useState(() => createTypedText(value));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!typed.isForeign(value)) return;
    setText(value);
    begin();
  }, [value, typed, begin]);
  useEffect(() => {
    if (typed.isTold(text)) return;
    const timer = setTimeout(() => {
      typed.tell(text);
      onChange(text, next());
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, typed, onChange, next]);
  useEffect(() => {
    if (!isSearch) return;
    const listen = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
      if (event.key !== '/' || isTyping) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [isSearch]);
  return (
    <TextInput
      ref={field}
      label={label}
      placeholder={placeholder ?? ''}
      error={error}
      maxLength={200}
      {...(isSearch ? { type: 'search', leftSection: <IconSearch size={16} aria-hidden /> } : {})}
      value={text}
      onFocus={begin}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
