import { Anchor, Button } from '@mantine/core';
import { rightOf, termOf } from '../../components/banks/bank-words.ts';
import { adviseOnCodeWay } from '../../components/banks/code-ways.ts';
import { DemoBankNotice } from '../../components/banks/demo-bank-notice.tsx';
import type { ConnectState } from '../api/connect-call.ts';
import classes from '../parts/connect.module.css';
import { CopyValue } from '../parts/copy-value.tsx';
import { Notice } from '../parts/notice.tsx';
import { useAccent } from '../state/accent-context.ts';

/** What to enter at the bank, in its own words. */
export function Instructions({ state, onLogin }: { readonly state: ConnectState; readonly onLogin: () => void }) {
  const { institution, instructions, portalUrl } = state;
  const accent = useAccent();
  if (instructions === null)
    return (
      <Button size="md" {...accent} onClick={onLogin}>
        Enter the login
      </Button>
    );
  const { firstName, lastName, address, email, username, phoneNumber, guideUrl, permissions, invitesByEmail } =
    instructions;
  const list = termOf(institution, 'userList');
  const add = termOf(institution, 'addUser');
  return (
    <>
      <ol className={classes.guide}>
        <li>
          {portalUrl === null ? (
            'Sign in to your bank as an administrator'
          ) : (
            <Anchor href={portalUrl} target="_blank" rel="noopener noreferrer">
              Sign in to {institution?.name ?? 'your bank'}
            </Anchor>
          )}
          {portalUrl === null ? '.' : ' as an administrator.'}
          {guideUrl === null ? null : (
            <>
              {' '}
              <Anchor href={guideUrl} target="_blank" rel="noopener noreferrer">
                The guide of the bank
              </Anchor>
            </>
          )}
          {institution === null || institution.demoBank === null ? null : (
            <DemoBankNotice bank={institution} demoBank={institution.demoBank} hasMailbox={email !== null} />
          )}
        </li>
        <li>
          Open <strong>{list}</strong> and choose <strong>{add}</strong>. Enter:
          <dl className={classes.values}>
            <CopyValue label={termOf(institution, 'firstName')} value={firstName} />
            <CopyValue label={termOf(institution, 'lastName')} value={lastName} />
            <CopyValue label={termOf(institution, 'username')} value={username} />
            {email === null ? null : <CopyValue label={termOf(institution, 'email')} value={email} />}
            {phoneNumber === null ? null : <CopyValue label={termOf(institution, 'phoneNumber')} value={phoneNumber} />}
            <CopyValue label="Postal address" value={address} />
          </dl>
          Leave out what the bank does not ask for. {adviseOnCodeWay(instructions)}
        </li>
        <li>
          Give it these rights for each account, and no others:
          <ul className={classes.rights}>
            {permissions.map((right) => (
              <li key={right}>{rightOf(institution, right)}</li>
            ))}
          </ul>
        </li>
        <li>
          {invitesByEmail
            ? 'Save it. If the bank sends an invitation to the address above, this page goes on by itself. If it shows you a login, enter it here.'
            : 'Save it, and keep the login that the bank shows.'}
        </li>
      </ol>
      {invitesByEmail ? <Notice title="Waiting for the bank’s invitation, or for its login" /> : null}
      <Button size="md" {...accent} onClick={onLogin}>
        I have the login
      </Button>
    </>
  );
}
