import { Button, Stack } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { entityName } from '../entities/entity-name.ts';
import { ErrorNotice } from '../states/error-notice.tsx';
import { TimeText } from '../values/time-text.tsx';
import classes from './open-links.module.css';

/** Newest ones looked through; none is open for longer than a day. */
const LOOKED_THROUGH = 200;

/** Links that can still be used, each with a button that withdraws it; nothing where there are none. */
export function OpenLinks({
  of,
  entities,
}: {
  /** Whose links; all of the environment when left out. */
  readonly of: { readonly entityId?: string; readonly connectionId?: string };
  readonly entities: readonly Schemas['Entity'][];
}) {
  const read = useRead('listConnectSessions', { query: { ...of, limit: LOOKED_THROUGH } });
  const revoke = useAct('revokeConnectSession', { changes: ['listConnectSessions'] });
  const open = (read.data?.data ?? []).filter(({ status }) => status === 'open');
  if (open.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Links that are open">
      <h3 className={classes.title}>Links that are open</h3>
      <ul className={classes.list}>
        {open.map((session) => {
          const owner = ownerOf(session, entities);
          return (
            <li key={session.id} className={classes.link}>
              <span className={classes.what}>
                {session.institutionId ?? 'Any bank'} of {owner}
                <span className="cw-dim">
                  {' '}
                  · made <TimeText instant={session.createdAt} isReal /> · ends{' '}
                  <TimeText instant={session.expiresAt} isReal />
                </span>
              </span>
              <Button
                variant="default"
                size="compact-sm"
                loading={revoke.isPending && revoke.variables?.path.connectSessionId === session.id}
                aria-label={`Revoke the link of ${owner}, made ${session.createdAt}`}
                onClick={() => revoke.mutate({ path: { connectSessionId: session.id } })}
              >
                Revoke
              </Button>
            </li>
          );
        })}
      </ul>
      <ErrorNotice error={revoke.error} />
    </Stack>
  );
}

function ownerOf({ entityId }: Schemas['ConnectSession'], entities: readonly Schemas['Entity'][]): string {
  const entity = entities.find((each) => each.entityId === entityId);
  return entity === undefined ? entityId : entityName(entity);
}
