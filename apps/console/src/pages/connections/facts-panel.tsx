import type { Schemas } from '../../api/operation-types.ts';
import { useRead } from '../../api/use-read.ts';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { entityName } from '../../components/entities/entity-name.ts';
import { KeyValue } from '../../components/layout/key-value.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { CopyButton } from '../../components/values/copy-button.tsx';
import { TimeText } from '../../components/values/time-text.tsx';

/** Up to when the data is current: as the bank says, else when it was last read there. */
function DataAsOf({ health: { dataAsOf, lastSuccessAt } }: { readonly health: Schemas['ConnectionHealth'] }) {
  if (dataAsOf !== null) return <TimeText instant={dataAsOf} />;
  if (lastSuccessAt === null) return <span className="cw-dim">–</span>;
  return (
    <>
      <TimeText instant={lastSuccessAt} /> <span className="cw-dim">when it was last read</span>
    </>
  );
}

function describeDays(days: number): string {
  return days === 0 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`;
}

/** What else is known of a connection. */
export function FactsPanel({
  connection,
  health,
}: {
  readonly connection: AnyConnection;
  readonly health: Schemas['ConnectionHealth'] | null;
}) {
  const entity = useRead('getEntity', { path: { entityId: connection.entityId } });
  return (
    <Panel title="Facts">
      <KeyValue
        items={{
          Entity: entity.data === undefined ? null : entityName(entity.data),
          Institution: connection.institutionId == null ? null : <code>{connection.institutionId}</code>,
          'Data as of': health === null ? null : <DataAsOf health={health} />,
          'Last success': health === null ? null : <TimeText instant={health.lastSuccessAt} />,
          'Last attempt': health === null ? null : <TimeText instant={health.lastAttemptAt} />,
          'Login changed': health === null ? null : <TimeText instant={health.credentialsChangedAt} />,
          'Rows come late by': health === null ? null : describeDays(health.observedLatenessDays),
          Created: <TimeText instant={connection.createdAt} />,
          'Connection id': (
            <>
              <code>{connection.id}</code> <CopyButton value={connection.id} label="Copy the connection id" />
            </>
          ),
        }}
      />
      {health === null || health.warnings.length === 0 ? null : (
        <ul aria-label="Warnings">
          {health.warnings.map((warning) => (
            <li key={`${warning.code} ${warning.accountId}`}>
              {warning.message} <TimeText instant={warning.since} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
