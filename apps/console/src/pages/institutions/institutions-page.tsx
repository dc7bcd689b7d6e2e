import { Drawer, Stack } from '@mantine/core';
import { IconBuildingBank } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useReadPages } from '../../api/use-read.ts';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { PageHeader } from '../../components/layout/page-header.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { FilterBar } from '../../components/lists/filter-bar.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { TypedFilter } from '../../components/lists/typed-filter.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useFilters } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';

type Institution = Schemas['Institution'];
const PAGE = 100;

const COLUMNS: readonly DataColumn<Institution>[] = [
  { key: 'name', title: 'Bank', phone: 'main', render: ({ name }) => name },
  { key: 'id', title: 'Institution id', render: ({ institutionId }) => <code>{institutionId}</code> },
  {
    key: 'data',
    title: 'Data',
    width: '8rem',
    phone: 'main',
    render: ({ demo }) => (demo ? 'Test only' : 'Live only'),
  },
  {
    key: 'portal',
    title: 'Portal',
    phone: 'hidden',
    render: ({ defaultPortalUrl }) => defaultPortalUrl ?? <span className="cw-dim">–</span>,
  },
];

/** The banks that this installation knows, and what a connection to each needs. */
export function Page() {
  const { can, environment } = useTenancy();
  const [filters, setFilters] = useFilters();
  const typed = filters.q ?? '';
  const query = typed.trim();
  const [open, setOpen] = useState<Institution | null>(null);
  const read = useReadPages(
    'listInstitutions',
    { query: { limit: PAGE, ...(query === '' ? {} : { query }) } },
    { keepsFormer: true },
  );
  return (
    <>
      <PageHeader
        title="Institutions"
        lead="The banks that this installation can read. Each is a file of the installation, so that banks can be added."
        actions={
          can('connections:write') ? (
            <PageLink to="/connections/new">Connect one with {environment} data</PageLink>
          ) : undefined
        }
      />
      <FilterBar isFiltered={typed !== ''} onClear={() => setFilters({ q: undefined })}>
        <TypedFilter
          label="Name, id or address of the portal"
          value={typed}
          onChange={(q, step) => setFilters({ q }, step)}
          isSearch
        />
      </FilterBar>
      <div className="cw-panel">
        <ListView
          read={read}
          label="Institutions"
          columns={COLUMNS}
          keyOf={({ institutionId }) => institutionId}
          onOpen={setOpen}
          openKey={open?.institutionId ?? null}
          empty={
            <EmptyState icon={IconBuildingBank} title="No bank fits">
              Try a part of the name.
            </EmptyState>
          }
        />
      </div>
      <Drawer opened={open !== null} onClose={() => setOpen(null)} position="right" size="md" title={open?.name ?? ''}>
        {open === null ? null : <Details institution={open} />}
      </Drawer>
    </>
  );
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  bankCustomerId: 'Customer number or company id',
  bankUsername: 'User name',
  password: 'Password',
  totpSecret: 'Secret of the authenticator app',
};

function Details({ institution }: { readonly institution: Institution }) {
  const { institutionId, defaultPortalUrl, additionalPortalUrls, demo, credentialFields = [] } = institution;
  return (
    <Stack>
      <KeyValue
        items={{
          'Institution id': <code>{institutionId}</code>,
          Data: demo ? 'A simulated bank, for test data' : 'A real bank, for live data',
          Portal: defaultPortalUrl === null ? null : <a href={defaultPortalUrl}>{defaultPortalUrl}</a>,
          'Other addresses': additionalPortalUrls.length === 0 ? null : additionalPortalUrls.join(', '),
        }}
      />
      <section aria-label="Login">
        <h3>What a connection needs</h3>
        {credentialFields.length === 0 ? <p className="cw-dim">No login: its files are uploaded or fetched.</p> : null}
        <ul>
          {credentialFields.map(({ name, required, label }) => (
            <li key={name}>
              {label ?? FIELD_NAMES[name] ?? name}
              {required ? '' : <span className="cw-dim"> where the bank asks for it</span>}
            </li>
          ))}
        </ul>
      </section>
    </Stack>
  );
}
