import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../api/operation-types.ts';
import { useAct } from '../../api/use-act.ts';
import { findCodeFault } from '../../components/banks/code-fault.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ErrorNotice } from '../../components/states/error-notice.tsx';
import { StatusBadge } from '../../components/status/status-badge.tsx';
import { formatRemaining, useRemainingMs } from '../../components/values/remaining.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';

const TYPES: Readonly<Record<Schemas['MfaChallenge']['type'], string>> = {
  smsCode: 'a code by text message',
  emailCode: 'a code by e-mail',
  totpCode: 'a code of the authenticator app',
  deviceToken: 'a code of a device',
  pushApproval: 'an approval in the app of the bank',
  securityQuestion: 'the answer to a question',
};

/** The bank's question, and the field for its answer, as long as the bank waits. */
export function ChallengePanel({ challenge }: { readonly challenge: Schemas['MfaChallenge'] }) {
  const { can } = useTenancy();
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const remainingMs = useRemainingMs(challenge.expiresAt);
  const answer = useAct('answerMfaChallenge', {
    changes: ['getMfaChallenge', 'getConnection', 'listSyncRuns'],
    onDone: () => setCode(''),
  });
  const { type, prompt, destinationMasked, attemptsRemaining, connectionId, codeDigits } = challenge;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = findCodeFault(code, codeDigits);
    setFault(found);
    if (found === null) answer.mutate({ path: { connectionId }, body: { code: code.trim() } });
  };
  const isOpen = challenge.status === 'pending' && remainingMs > 0;
  return (
    <Panel
      title={`The bank asks for ${TYPES[type]}`}
      lead={destinationMasked === null ? undefined : `Sent to ${destinationMasked}`}
      actions={<StatusBadge kind="challenge" status={challenge.status} />}
    >
      {prompt === null ? null : <p>{prompt}</p>}
      {isOpen && type !== 'pushApproval' && can('connections:write') ? (
        <form onSubmit={submit}>
          <Group align={fault === null ? 'flex-end' : 'center'} gap="sm">
            <TextInput
              label={type === 'securityQuestion' ? 'Answer' : 'Code'}
              autoComplete="one-time-code"
              inputMode={type === 'securityQuestion' ? 'text' : 'numeric'}
              required
              value={code}
              error={fault}
              onChange={(event) => {
                setCode(event.currentTarget.value);
                setFault(null);
              }}
            />
            <Button type="submit" loading={answer.isPending}>
              Send to the bank
            </Button>
          </Group>
        </form>
      ) : null}
      <p className="cw-dim cw-tabular">
        {remainingMs > 0
          ? `Expires in ${formatRemaining(remainingMs)}`
          : 'Expired. Hand over the login again to have a new one sent.'}
        {attemptsRemaining === null ? '' : ` · ${attemptsRemaining} attempts left`}
      </p>
      <ErrorNotice error={answer.error} />
    </Panel>
  );
}
