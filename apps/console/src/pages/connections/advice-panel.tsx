import { Button } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { type AnyConnection, faultOf } from '../../components/connections/connection.ts';
import { type AdviceAct, adviseOn } from '../../components/connections/connection-advice.ts';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { TONE_ICONS } from '../../components/status/tone-icons.ts';
import { TimeText } from '../../components/values/time-text.tsx';
import classes from './advice-panel.module.css';

const CHANGES = [
  'getConnection',
  'getConnectionHealth',
  'listSyncRuns',
  'listConnectionTransitions',
  'listConnections',
] as const;

/** How the connection is, and the one thing to do next. */
export function AdvicePanel({
  connection,
  health,
  challenge,
  canWrite,
  onOpen,
}: {
  readonly connection: AnyConnection;
  readonly health: Schemas['ConnectionHealth'] | null;
  /** What the bank asks now. */
  readonly challenge: Schemas['MfaChallenge'] | undefined;
  readonly canWrite: boolean;
  readonly onOpen: (dialog: 'credentials' | 'upload') => void;
}) {
  const actor =
    connection.kind === 'setup' ? connection.setup.actionRequiredBy : (health?.lastError?.actionRequiredBy ?? null);
  const { tone, title, text, act } = adviseOn(connection, actor, challenge?.status);
  const fault = faultOf(connection);
  const Icon = TONE_ICONS[tone];
  return (
    <section className={classes.panel} data-tone={tone} aria-label="What to do next">
      <Icon size={22} stroke={1.8} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.title}>{title}</p>
        <p>{text}</p>
        {fault === null ? null : (
          <p className={classes.fault}>
            <code>{fault.code}</code> {fault.message}
          </p>
        )}
        {health?.nextAttemptAt == null || connection.kind === 'setup' ? null : (
          <p className={classes.fault}>
            Next attempt <TimeText instant={health.nextAttemptAt} />
            {health.consecutiveFailures > 0 ? ` · ${health.consecutiveFailures} failed in a row` : ''}
          </p>
        )}
      </div>
      {canWrite ? <AdviceButton act={act} connectionId={connection.id} onOpen={onOpen} /> : null}
    </section>
  );
}

function AdviceButton({
  act,
  connectionId,
  onOpen,
}: {
  readonly act: AdviceAct | null;
  readonly connectionId: string;
  readonly onOpen: (dialog: 'credentials' | 'upload') => void;
}) {
  const resume = useAct('resumeConnection', { changes: CHANGES });
  const path = { connectionId };
  switch (act) {
    case 'credentials':
      return <Button onClick={() => onOpen('credentials')}>Hand over the login</Button>;
    case 'upload':
      return <Button onClick={() => onOpen('upload')}>Upload a file</Button>;
    case 'resume':
      return (
        <div>
          <Button loading={resume.isPending} onClick={() => resume.mutate({ path })}>
            Resume
          </Button>
          <ErrorNotice error={resume.error} />
        </div>
      );
    case 'answer':
    case 'setup':
    case null:
      return null;
  }
}
