import { TextInput } from '@mantine/core';
import { columnText, parseColumn } from './csv-layout.ts';

/** A column by its title or its number from 1; undefined while the field is empty. */
export function CsvColumnField({
  label,
  description,
  value,
  onChange,
  isRequired = false,
}: {
  readonly label: string;
  readonly description?: string;
  readonly value: unknown;
  readonly onChange: (column: string | number | undefined) => void;
  readonly isRequired?: boolean;
}) {
  return (
    <TextInput
      label={label}
      {...(description === undefined ? {} : { description })}
      required={isRequired}
      maxLength={200}
      value={columnText(value)}
      onChange={(event) =>
        onChange(event.currentTarget.value === '' ? undefined : parseColumn(event.currentTarget.value))
      }
    />
  );
}
