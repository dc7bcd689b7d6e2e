import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { SignInOutcome } from '../../api/sign-in.ts';

/** Why the sign-in did not work, without telling which part was wrong. */
export function SignInProblem({
  outcome,
  isForCode,
}: {
  readonly outcome: SignInOutcome | null;
  readonly isForCode: boolean;
}) {
  const text = outcome === null ? null : explain(outcome, isForCode);
  if (text === null) return null;
  return (
    <Alert color="red" variant="outline" role="alert" icon={<IconAlertTriangle size={18} />} p="sm">
      {text}
    </Alert>
  );
}

function explain(outcome: SignInOutcome, isForCode: boolean): string | null {
  switch (outcome.kind) {
    case 'signedIn':
    case 'codeWanted':
      return null;
    case 'refused':
      return isForCode
        ? 'This code is not right, or no longer. Wait for the next one and try it.'
        : 'Address or password is not right.';
    case 'lockedOut': {
      const minutes = outcome.retryAfterSeconds === null ? null : Math.ceil(outcome.retryAfterSeconds / 60);
      const wait = minutes === null ? 'a while' : minutes <= 1 ? 'a minute' : `${minutes} minutes`;
      return `Too many attempts. Wait ${wait}, then try again.`;
    }
    case 'failed':
      return 'The server cannot be reached or cannot answer now. Try again.';
  }
}
