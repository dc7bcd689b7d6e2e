import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingBank, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { InputOf, Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { ConnectLinkButton } from '../../components/connect-link/connect-link-button.tsx';
import { entityOptions } from '../../components/entities/entity-name.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ErrorState } from '../../components/states/error-state.tsx';
import { LoadingState } from '../../components/states/loading-state.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useGo } from '../../shell/routing/use-address.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import classes from './new-connection-page.module.css';

const FOUND = 50;
const ENTITIES = 200;
const TYPING_MS = 200;

/** Chooses a bank and makes a connection to it; its page says how to go on. */
export function Page() {
  const { environment } = useTenancy();
  const go = useGo();
  const [typed, setTyped] = useState('');
  const [query] = useDebouncedValue(typed.trim(), TYPING_MS);
  const [entityId, setEntityId] = useState<string | null>(null);
  const entities = useRead('listEntities', { query: { limit: ENTITIES } });
  const banks = useRead(
    'listInstitutions',
    { query: { limit: FOUND, ...(query === '' ? {} : { query }) } },
    { keepsFormer: true },
  );
  const create = useAct('createConnection', {
    changes: ['listConnections'],
    onDone: ({ id }) => go(`/connections/${id}`),
  });
  const known = entities.data?.data ?? [];
  const entity = known.find((each) => each.entityId === entityId) ?? known.find((each) => each.isDefaultOrgEntity);
  // A key of an environment connects to banks of its kind only.
  const offered = banks.data?.data.filter(({ demo }) => demo === (environment === 'test')) ?? [];
  const choose = ({ institutionId }: Schemas['Institution']) => {
    if (entity !== undefined) create.mutate({ body: { institutionId, entityId: entity.entityId } });
  };
  return (
    <>
      <PageHeader
        title="Connect a bank"
        above={<PageLink to="/connections">Connections</PageLink>}
        lead="Choose the bank. The next page says what to enter there, and how to go on."
        actions={<ConnectLinkButton />}
      />
      <Panel title="Bank">
        <Stack>
          <Group align="flex-end" gap="sm">
            <TextInput
              label="Name of the bank"
              className={classes.search}
              leftSection={<IconSearch size={16} />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            {known.length > 1 ? (
              <Select
                label="For the entity"
                data={entityOptions(known)}
                value={entity?.entityId ?? null}
                allowDeselect={false}
                onChange={setEntityId}
              />
            ) : null}
          </Group>
          <ErrorNotice error={create.error ?? entities.error} />
          {banks.isPending ? <LoadingState rows={4} /> : null}
          {banks.isError ? <ErrorState error={banks.error} onRetry={() => banks.refetch()} /> : null}
          {banks.isSuccess && offered.length === 0 ? (
            <EmptyState icon={IconBuildingBank} title="No bank has such a name">
              {environment === 'test' ? 'With test data there are demo banks only.' : 'Try a part of the name.'}
            </EmptyState>
          ) : null}
          <ul className={classes.banks}>
            {offered.map((bank) => (
              <li key={bank.institutionId} className={classes.bank}>
                <IconBuildingBank size={20} stroke={1.6} aria-hidden />
                <div className={classes.name}>
                  {bank.name}
                  <div className="cw-dim">{bank.institutionId}</div>
                </div>
                <Button
                  variant="default"
                  aria-label={`Connect ${bank.name}`}
                  loading={create.isPending && bankOf(create.variables) === bank.institutionId}
                  disabled={create.isPending || entity === undefined}
                  onClick={() => choose(bank)}
                >
                  Connect
                </Button>
              </li>
            ))}
          </ul>
        </Stack>
      </Panel>
    </>
  );
}

/** The bank that a request to connect names. */
function bankOf(asked: InputOf<'createConnection'> | undefined): string | null {
  return asked?.body !== undefined && 'institutionId' in asked.body ? (asked.body.institutionId ?? null) : null;
}
