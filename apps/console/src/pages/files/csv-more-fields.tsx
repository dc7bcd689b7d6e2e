import { Autocomplete, Box, Button, Group, Select, SimpleGrid, TagsInput, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { CsvColumnField } from './csv-column-field.tsx';
import { type CsvProfile, withProperty } from './csv-layout.ts';
import {
  ACCOUNT_KINDS,
  accountOf,
  CURRENCY_KINDS,
  currencyOf,
  hasRare,
  quoteOf,
  quotesFor,
  withAccount,
  withCurrency,
  withQuote,
  withWordRule,
  wordRuleOf,
} from './csv-rules.ts';

/** Charsets that banks write beside UTF-8; others can be typed. */
const CHARSETS = ['windows-1252', 'iso-8859-1', 'iso-8859-15', 'windows-1250', 'iso-8859-2', 'ibm850', 'ibm852'];
const COLUMNS = { base: 1, sm: 2 };

interface Props {
  readonly profile: CsvProfile;
  readonly onChange: (profile: CsvProfile) => void;
}

/** What few layouts need. It is folded away unless the layout has some of it. */
export function CsvMoreFields({ profile, onChange }: Props) {
  const [isMore, setMore] = useState(() => hasRare(profile));
  return (
    <>
      <Group>
        <Button variant="default" size="xs" aria-expanded={isMore} onClick={() => setMore(!isMore)}>
          {isMore ? 'Less of the layout' : 'More of the layout'}
        </Button>
      </Group>
      {isMore ? (
        <SimpleGrid cols={COLUMNS} spacing="sm">
          <Autocomplete
            label="Charset"
            description="Where it is not UTF-8; empty leaves it to the content."
            maxLength={40}
            data={CHARSETS}
            value={typeof profile.charset === 'string' ? profile.charset : ''}
            onChange={(charset) => onChange(withProperty(profile, 'charset', charset.trim()))}
          />
          <Select
            label="Quotes around cells"
            description="A delimiter between them is text."
            data={quotesFor(profile)}
            value={quoteOf(profile)}
            allowDeselect={false}
            onChange={(quote) => quote !== null && onChange(withQuote(profile, quote))}
          />
          <AccountFields profile={profile} onChange={onChange} />
          <CurrencyFields profile={profile} onChange={onChange} />
          <WordFields
            name="pending"
            of="pending rows"
            where="It may be that of the date."
            profile={profile}
            onChange={onChange}
          >
            Rows with one of them are pending.
          </WordFields>
          <WordFields
            name="dropped"
            of="dropped rows"
            where="Often that of a status."
            profile={profile}
            onChange={onChange}
          >
            Rows with one of them never happened: declined, reverted.
          </WordFields>
        </SimpleGrid>
      ) : null}
    </>
  );
}

function AccountFields({ profile, onChange }: Props) {
  const { kind, value } = accountOf(profile);
  const change = (next: unknown) => onChange(withAccount(profile, { kind, value: next }));
  return (
    <>
      <Select
        label="Account of the rows"
        data={[...ACCOUNT_KINDS]}
        value={kind}
        allowDeselect={false}
        onChange={(next) => onChange(withAccount(profile, { kind: next ?? 'none', value: '' }))}
      />
      {kind === 'none' ? <Box visibleFrom="sm" /> : null}
      {kind === 'column' ? (
        <CsvColumnField label="Column of the account" isRequired value={value} onChange={(column) => change(column)} />
      ) : null}
      {kind === 'fixed' || kind === 'label' ? (
        <TextInput
          label={kind === 'fixed' ? 'Number of the account' : 'Label of the account'}
          required
          maxLength={200}
          value={String(value ?? '')}
          onChange={(event) => change(event.currentTarget.value)}
        />
      ) : null}
    </>
  );
}

function CurrencyFields({ profile, onChange }: Props) {
  const { kind, value } = currencyOf(profile);
  const change = (next: unknown) => onChange(withCurrency(profile, { kind, value: next }));
  return (
    <>
      <Select
        label="Currency of the rows"
        data={[...CURRENCY_KINDS]}
        value={kind}
        allowDeselect={false}
        onChange={(next) => onChange(withCurrency(profile, { kind: next ?? 'none', value: '' }))}
      />
      {kind === 'none' ? <Box visibleFrom="sm" /> : null}
      {kind === 'column' ? (
        <CsvColumnField label="Column of the currency" isRequired value={value} onChange={(column) => change(column)} />
      ) : null}
      {kind === 'code' ? (
        <TextInput
          label="Code of the currency"
          required
          maxLength={3}
          value={String(value ?? '')}
          onChange={(event) => change(event.currentTarget.value.toUpperCase())}
        />
      ) : null}
    </>
  );
}

/** A column and the words in it by which rows of a sort are known. */
function WordFields({
  name,
  of,
  where,
  profile,
  onChange,
  children,
}: Props & {
  readonly name: 'pending' | 'dropped';
  readonly of: string;
  readonly where: string;
  readonly children: ReactNode;
}) {
  const rule = wordRuleOf(profile, name);
  return (
    <>
      <CsvColumnField
        label={`Column of ${of}`}
        description={where}
        isRequired={rule.words.length > 0}
        value={rule.column}
        onChange={(column) => onChange(withWordRule(profile, name, { ...rule, column }))}
      />
      <TagsInput
        label={`Words for ${of}`}
        description={children}
        acceptValueOnBlur
        value={[...rule.words]}
        onChange={(words) => onChange(withWordRule(profile, name, { ...rule, words }))}
      />
    </>
  );
}
