import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { FilterBar } from '../../components/lists/filter-bar.tsx';
import { TypedFilter, type TypedFilterProps } from '../../components/lists/typed-filter.tsx';
import { createTypedStep } from '../../components/lists/typed-step.ts';
import { RAILS } from '../../components/transactions/rails.ts';
import type { TransactionFilter, TransactionFilters } from '../../components/transactions/transaction-filters.ts';
import type { SetFilters } from '../../shell/routing/use-address.ts';
import { isAmount, isBackwards, SORTS } from './search-query.ts';
import classes from './transactions-page.module.css';
import { useSourceNames } from './use-source-names.ts';

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
  const choose = (changes: TransactionFilters) => onChange(changes);
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
      <Many label="Rails" data={RAILS} value={filters.rail} onChange={(rail) => onChange({ rail })} />
      <Many
        label="Connections"
        data={connections}
        value={filters.connections}
        onChange={(value) => onChange({ connections: value })}
      />
      <Many
        label="Entities"
        data={entities}
        value={filters.entities}
        onChange={(value) => onChange({ entities: value })}
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

function Day({ label, value, onChange, error }: TypedFilterProps & { readonly value: string | undefined }) {
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
