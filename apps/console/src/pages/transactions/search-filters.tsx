import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { FilterBar } from '../../components/lists/filter-bar.tsx';
import { RAILS } from '../../components/transactions/rails.ts';
import type { TransactionFilter, TransactionFilters } from '../../components/transactions/transaction-filters.ts';
import type { FilterStep, SetFilters } from '../../shell/routing/use-address.ts';
import { isAmount, isBackwards, SORTS } from './search-query.ts';
import classes from './transactions-page.module.css';
import { createTypedText } from './typed-text.ts';
import { useSourceNames } from './use-source-names.ts';

/** Letters that follow each other more quickly are one question. */
const TYPING_MS = 120;
const DIRECTIONS = [
  { value: 'in', label: 'Came in' },
  { value: 'out', label: 'Went out' },
];
const STATUSES = [
  { value: 'pending', label: 'Pending' },
  { value: 'posted', label: 'Posted' },
];
const RARE = ['rail', 'currency', 'connections', 'entities', 'min', 'max'] as const;

interface Props {
  readonly filters: TransactionFilters;
  readonly onChange: SetFilters<TransactionFilter>;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  readonly names: ReadonlyMap<string, string>;
}

/** The filters of transactions. What is typed is searched for at once, the former rows staying until the new ones are there. */
export function SearchFilters({ filters, onChange, isFiltered, onClear, names }: Props) {
  const hasRare = RARE.some((name) => filters[name] !== undefined);
  const [isMore, setMore] = useState(hasRare);
  useEffect(() => {
    // No filter is in force unseen.
    if (hasRare) setMore(true);
  }, [hasRare]);
  const choose = (changes: TransactionFilters) => onChange(changes, 'push');
  return (
    <FilterBar isFiltered={isFiltered} onClear={onClear}>
      <div className={classes.search}>
        <TypedFilter
          label="Search"
          placeholder="Text, name or reference"
          value={filters.q ?? ''}
          onChange={(q, step) => onChange({ q }, step)}
          isSearch
        />
      </div>
      <Many
        label="Accounts"
        data={[...names].map(([value, label]) => ({ value, label }))}
        value={filters.accounts}
        onChange={(accounts) => choose({ accounts })}
      />
      <One
        label="Direction"
        data={DIRECTIONS}
        value={filters.direction}
        onChange={(direction) => choose({ direction })}
      />
      <One label="Status" data={STATUSES} value={filters.status} onChange={(status) => choose({ status })} />
      <Day label="From" value={filters.from} onChange={(from, step) => onChange({ from }, step)} />
      <Day
        label="To"
        value={filters.to}
        onChange={(to, step) => onChange({ to }, step)}
        error={isBackwards(filters) ? 'Is before “From”' : undefined}
      />
      <Select
        label="Order"
        data={SORTS}
        value={filters.sort ?? '-postedDate'}
        allowDeselect={false}
        onChange={(sort) => choose({ sort: sort === '-postedDate' ? undefined : (sort ?? undefined) })}
      />
      <Button
        variant="default"
        leftSection={<IconAdjustmentsHorizontal size={16} />}
        aria-expanded={isMore}
        onClick={() => setMore(!isMore)}
      >
        {isMore ? 'Fewer filters' : 'More filters'}
      </Button>
      {isMore ? <RareFilters filters={filters} onChange={onChange} /> : null}
    </FilterBar>
  );
}

function RareFilters({ filters, onChange }: Pick<Props, 'filters' | 'onChange'>) {
  const { connections, entities } = useSourceNames();
  const wrong = (text: string | undefined) => (isAmount(text) ? undefined : 'A number such as -12.50');
  return (
    <div className={classes.grid}>
      <TypedFilter
        label="Amount from"
        value={filters.min ?? ''}
        onChange={(min, step) => onChange({ min }, step)}
        error={wrong(filters.min)}
      />
      <TypedFilter
        label="Amount to"
        value={filters.max ?? ''}
        onChange={(max, step) => onChange({ max }, step)}
        error={wrong(filters.max)}
      />
      <TypedFilter
        label="Currencies"
        placeholder="EUR,USD"
        value={filters.currency ?? ''}
        onChange={(currency, step) => onChange({ currency: currency.toUpperCase().replaceAll(' ', '') }, step)}
      />
      <Many label="Rails" data={RAILS} value={filters.rail} onChange={(rail) => onChange({ rail }, 'push')} />
      <Many
        label="Connections"
        data={connections}
        value={filters.connections}
        onChange={(value) => onChange({ connections: value }, 'push')}
      />
      <Many
        label="Entities"
        data={entities}
        value={filters.entities}
        onChange={(value) => onChange({ entities: value }, 'push')}
      />
    </div>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function One({ label, data, value, onChange }: FieldProps & { readonly data: readonly Choice[] }) {
  return (
    <Select
      label={label}
      placeholder="Any"
      clearable
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}

function Many({ label, data, value, onChange }: FieldProps & { readonly data: readonly Choice[] }) {
  const chosen = value === undefined ? [] : value.split(',');
  return (
    <MultiSelect
      label={label}
      placeholder={chosen.length === 0 ? 'Any' : ''}
      searchable
      clearable
      data={data}
      value={chosen}
      onChange={(values) => onChange(values.length === 0 ? undefined : values.join(','))}
    />
  );
}

interface TypedProps {
  readonly label: string;
  readonly onChange: (value: string, step: FilterStep) => void;
  readonly error?: string | undefined;
}

/** What is typed from coming to the field until leaving it is one step of the way back. */
function createTypedStep() {
  let hasStep = false;
  return {
    begin: () => {
      hasStep = false;
    },
    next: (): FilterStep => {
      const step = hasStep ? 'replace' : 'push';
      hasStep = true;
      return step;
    },
  };
}

function Day({ label, value, onChange, error }: TypedProps & { readonly value: string | undefined }) {
  const [{ begin, next }] = useState(createTypedStep);
  return (
    <TextInput
      type="date"
      label={label}
      value={value ?? ''}
      error={error}
      onFocus={begin}
      onChange={(event) => onChange(event.currentTarget.value, next())}
    />
  );
}

/** A field whose letters count a moment after they were typed, and that `/` leads to where it is the search. */
function TypedFilter({
  label,
  value,
  onChange,
  placeholder,
  error,
  isSearch = false,
}: TypedProps & {
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
