import { Button, Group, Stack } from '@mantine/core';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { useRead } from '../../api/use-read.ts';
import { rightOf, termOf } from '../../components/banks/bank-words.ts';
import { adviseOnCodeWay } from '../../components/banks/code-ways.ts';
import { DemoBankNotice } from '../../components/banks/demo-bank-notice.tsx';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { ToneBadge } from '../../components/status/status-badge.tsx';
import { CopyButton } from '../../components/values/copy-button.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import classes from './setup-panel.module.css';

/** What to enter at the bank, the login that comes back from it, and the word that both are done. */
export function SetupPanel({
  connection,
  canWrite,
}: {
  readonly connection: Schemas['SetupConnection'];
  readonly canWrite: boolean;
}) {
  const { setup } = connection;
  const complete = useAct('completeConnectionSetup', {
    changes: ['getConnection', 'listConnectionTransitions', 'listSyncRuns'],
  });
  const { institutionId } = connection;
  const bank = useRead(
    'getInstitution',
    { path: { institutionId: institutionId ?? '' } },
    { isWanted: institutionId != null },
  );
  const isUnderWay = setup.status === 'activating' || setup.status === 'awaitingMfa';
  if (isUnderWay) return null;
  return (
    <Panel title="Set-up" lead="Three steps; the page keeps what is done.">
      <Stack gap="lg">
        <Step number={1} title="Create this delegated user at the bank">
          <Instructions
            instructions={setup.instructions}
            bank={bank.data}
            portalUrl={bank.data?.demoBank?.portalUrl ?? connection.portalUrl ?? bank.data?.defaultPortalUrl ?? null}
          />
        </Step>
        <Step number={2} title="Hand over the login that the bank gives it" isDone={setup.credentialsPresent}>
          {canWrite ? (
            <CredentialsForm
              connectionId={connection.id}
              institutionId={connection.institutionId}
              username={setup.instructions.username}
            />
          ) : null}
        </Step>
        <Step number={3} title="Start the first sign-in">
          <p className="cw-dim">
            Say so when the bank side is done. The bank is asked at once, and you see here how it goes.
          </p>
          <ErrorNotice error={complete.error} />
          {canWrite ? (
            <Group>
              <Button
                loading={complete.isPending}
                onClick={() => complete.mutate({ path: { connectionId: connection.id } })}
              >
                The bank side is done
              </Button>
            </Group>
          ) : null}
        </Step>
      </Stack>
    </Panel>
  );
}

function Step({
  number,
  title,
  isDone = false,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly isDone?: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <div className={classes.step}>
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      <div className={classes.body}>
        <h3 className={classes.title}>
          {title} {isDone ? <ToneBadge tone="good">Stored</ToneBadge> : null}
        </h3>
        {children}
      </div>
    </div>
  );
}

/** Under the bank's own words, which Connect shows as well. */
function Instructions({
  instructions,
  bank,
  portalUrl,
}: {
  readonly instructions: Schemas['SetupInstructions'];
  readonly bank: Schemas['Institution'] | undefined;
  readonly portalUrl: string | null;
}) {
  const { permissions = [], guideUrl, email } = instructions;
  const fields: readonly (readonly [string, string | null])[] = [
    [termOf(bank, 'firstName'), instructions.firstName],
    [termOf(bank, 'lastName'), instructions.lastName],
    [termOf(bank, 'username'), instructions.username],
    [termOf(bank, 'email'), email],
    [termOf(bank, 'phoneNumber'), instructions.phoneNumber],
    ['Postal address', instructions.address],
  ];
  const demoBank = bank?.demoBank ?? null;
  return (
    <>
      {portalUrl === null ? null : (
        <p>
          <a href={portalUrl} target="_blank" rel="noreferrer">
            Sign in to {bank?.name ?? 'the bank'}
          </a>{' '}
          as an administrator. Open <strong>{termOf(bank, 'userList')}</strong> and choose{' '}
          <strong>{termOf(bank, 'addUser')}</strong>.
        </p>
      )}
      {demoBank === null ? null : <DemoBankNotice bank={bank} demoBank={demoBank} hasMailbox={email !== null} />}
      <dl className={classes.fields}>
        {fields.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className={classes.field}>
              <dt>{name}</dt>
              <dd>
                {value} <CopyButton value={value} label={`Copy ${name}`} />
              </dd>
            </div>
          ),
        )}
      </dl>
      <p>Leave out what the bank does not ask for. {adviseOnCodeWay(instructions)}</p>
      {permissions.length === 0 ? null : (
        <>
          <p className={classes.lead}>Rights for each account, and no others:</p>
          <ul className={classes.list}>
            {permissions.map((permission) => (
              <li key={permission}>{rightOf(bank, permission)}</li>
            ))}
          </ul>
        </>
      )}
      {guideUrl == null ? null : (
        <p>
          <a href={guideUrl} target="_blank" rel="noreferrer">
            The guide of this bank
          </a>
        </p>
      )}
    </>
  );
}
