import { Checkbox, Fieldset, NumberInput, Select, SimpleGrid, Stack, TagsInput, Text } from '@mantine/core';
import { CsvColumnField } from './csv-column-field.tsx';
import {
  AMOUNT_KINDS,
  amountOf,
  type CsvProfile,
  columnText,
  DATE_ORDERS,
  listOf,
  newAmount,
  OTHER_COLUMNS,
  parseColumn,
  withProperty,
} from './csv-layout.ts';
import { CsvMoreFields } from './csv-more-fields.tsx';

const DELIMITERS = [
  { value: ';', label: 'Semicolon ;' },
  { value: ',', label: 'Comma ,' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar |' },
];
const DECIMAL_MARKS = [
  { value: ',', label: 'Comma, as in 1.234,50' },
  { value: '.', label: 'Point, as in 1,234.50' },
];
const COLUMNS = { base: 1, sm: 2 };

interface Props {
  readonly profile: CsvProfile;
  readonly onChange: (profile: CsvProfile) => void;
}

/** How the CSV files of a bank are built. Properties that have no field here stay as they are. */
export function CsvLayoutFields({ profile, onChange, error }: Props & { readonly error: string | null }) {
  const change = (name: string, value: unknown) => onChange(withProperty(profile, name, value));
  const choice = (name: string, data: readonly { value: string; label: string }[]) => ({
    data: [...data],
    value: String(profile[name]),
    allowDeselect: false,
    onChange: (value: string | null) => change(name, value),
  });
  return (
    <Fieldset legend="Layout of CSV files" aria-describedby={error === null ? undefined : 'csv-layout-error'}>
      <Stack gap="sm">
        {error === null ? null : (
          <Text id="csv-layout-error" role="alert" size="sm" c="var(--cw-bad-ink)">
            The layout {error}.
          </Text>
        )}
        <p className="cw-dim">
          A column is named by its title, or by its number counted from 1; -1 is the last one that is filled.
        </p>
        <SimpleGrid cols={COLUMNS} spacing="sm">
          <Select label="Between cells" {...choice('delimiter', DELIMITERS)} />
          <NumberInput
            label="Row of the titles"
            description="Counted from 1; empty without titles."
            min={1}
            allowDecimal={false}
            value={typeof profile.headerRow === 'number' ? profile.headerRow + 1 : ''}
            onChange={(row) => onChange({ ...profile, headerRow: typeof row === 'number' ? row - 1 : null })}
          />
          <Select label="Decimal mark" {...choice('decimalMark', DECIMAL_MARKS)} />
          <Select label="Order of dates in CSV" {...choice('dateOrder', DATE_ORDERS)} />
          <CsvColumnField
            label="Column of the date"
            isRequired
            value={profile.date}
            onChange={(date) => change('date', date)}
          />
          <TagsInput
            label="Columns of the text"
            description="Put together in this order."
            value={listOf(profile.description).map(columnText)}
            onChange={(texts) => change('description', texts.map(parseColumn))}
          />
        </SimpleGrid>
        <AmountFields profile={profile} onChange={onChange} />
        <SimpleGrid cols={COLUMNS} spacing="sm">
          {OTHER_COLUMNS.map(({ name, label }) => (
            <CsvColumnField
              key={name}
              label={label}
              value={profile[name]}
              onChange={(column) => change(name, column)}
            />
          ))}
        </SimpleGrid>
        <CsvMoreFields profile={profile} onChange={onChange} />
      </Stack>
    </Fieldset>
  );
}

function AmountFields({ profile, onChange }: Props) {
  const amount = amountOf(profile);
  const kind = String(amount.kind);
  const change = (name: string, value: unknown) => onChange({ ...profile, amount: { ...amount, [name]: value } });
  const column = (name: string, label: string) => (
    <CsvColumnField
      key={name}
      label={label}
      isRequired
      value={amount[name]}
      onChange={(value) => change(name, value ?? '')}
    />
  );
  return (
    <>
      <SimpleGrid cols={COLUMNS} spacing="sm">
        <Select
          label="How amounts are written"
          data={[...AMOUNT_KINDS]}
          value={kind}
          allowDeselect={false}
          onChange={(value) => onChange({ ...profile, amount: newAmount(value ?? 'signed') })}
        />
        {kind === 'twoColumns'
          ? [column('debit', 'Column of debits'), column('credit', 'Column of credits')]
          : column('column', 'Column of the amount')}
        {kind === 'flagged' ? (
          <>
            {column('flag', 'Column of the word')}
            <TagsInput
              label="Words for a debit"
              description="Every other word is a credit."
              value={listOf(amount.debitWords).map(String)}
              onChange={(words) => change('debitWords', words)}
            />
          </>
        ) : null}
      </SimpleGrid>
      {kind === 'signed' ? (
        <Checkbox
          label="Spending is written without a sign, and repayment with a minus"
          checked={amount.isOutflowPositive === true}
          onChange={(event) => change('isOutflowPositive', event.currentTarget.checked)}
        />
      ) : null}
    </>
  );
}
