import { Button, Group } from '@mantine/core';
import { IconBuilding, IconPlus } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useReadPages } from '../../api/use-read.ts';
import { type Entity, entityName } from '../../components/entities/entity-name.ts';
import { PageHeader } from '../../components/layout/page-header.tsx';
import type { DataColumn } from '../../components/lists/data-table.tsx';
import { ListView } from '../../components/lists/list-view.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { TimeText } from '../../components/values/time-text.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { CreateEntityDialog } from './create-entity-dialog.tsx';
import { DeleteEntityDialog } from './delete-entity-dialog.tsx';
import { EditEntityDialog } from './edit-entity-dialog.tsx';

type Chosen = { readonly act: 'edit' | 'delete'; readonly entity: Entity };
const PAGE = 100;

/** Companies whose banks are connected. */
export function Page() {
  const { can } = useTenancy();
  const mayWrite = can('entities:write');
  const [isMaking, setMaking] = useState(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const read = useReadPages('listEntities', { query: { limit: PAGE } });
  const columns = useMemo(() => columnsOf(mayWrite ? setChosen : null), [mayWrite]);
  const close = () => setChosen(null);
  const make = mayWrite ? (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      Add entity
    </Button>
  ) : undefined;
  return (
    <>
      <PageHeader
        title="Entities"
        lead="The companies whose banks are connected: your customers, or your own company. They are the same for live and test data."
        actions={make}
      />
      <div className="cw-panel">
        <ListView
          read={read}
          label="Entities"
          columns={columns}
          keyOf={({ entityId }) => entityId}
          empty={
            <EmptyState icon={IconBuilding} title="No entities yet" actions={make}>
              Add the companies whose banks you connect.
            </EmptyState>
          }
        />
      </div>
      <CreateEntityDialog isOpen={isMaking} onClose={() => setMaking(false)} />
      {chosen?.act === 'edit' ? <EditEntityDialog entity={chosen.entity} onClose={close} /> : null}
      {chosen?.act === 'delete' ? <DeleteEntityDialog entity={chosen.entity} onClose={close} /> : null}
    </>
  );
}

function columnsOf(onChoose: ((chosen: Chosen) => void) | null): readonly DataColumn<Entity>[] {
  return [
    {
      key: 'name',
      title: 'Name',
      phone: 'main',
      render: (entity) => (
        <>
          {entityName(entity)} {entity.isDefaultOrgEntity ? <span className="cw-dim">your own</span> : null}
        </>
      ),
    },
    { key: 'external', title: 'Your id', render: ({ externalEntityId }) => <code>{externalEntityId}</code> },
    {
      key: 'emails',
      title: 'Contacts',
      render: ({ contactEmails }) => (contactEmails.length === 0 ? '–' : contactEmails.join(', ')),
    },
    {
      key: 'created',
      title: 'Created',
      width: '8.5rem',
      phone: 'hidden',
      render: ({ createdAt }) => <TimeText instant={createdAt} isReal />,
    },
    {
      key: 'act',
      title: '',
      width: '12rem',
      align: 'right',
      render: (entity) =>
        onChoose === null ? null : (
          <Group gap="xs" justify="flex-end">
            <Button
              variant="default"
              size="compact-sm"
              aria-label={`Edit ${entityName(entity)}`}
              onClick={() => onChoose({ act: 'edit', entity })}
            >
              Edit
            </Button>
            {entity.isDefaultOrgEntity ? null : (
              <Button
                variant="default"
                size="compact-sm"
                aria-label={`Delete ${entityName(entity)}`}
                onClick={() => onChoose({ act: 'delete', entity })}
              >
                Delete
              </Button>
            )}
          </Group>
        ),
    },
  ];
}
