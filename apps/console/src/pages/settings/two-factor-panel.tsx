import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../components/layout/panel.tsx';
import { ToneBadge } from '../../components/status/status-badge.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { BackupCodesDialog } from './backup-codes-dialog.tsx';
import { DisableTwoFactorDialog } from './disable-two-factor-dialog.tsx';
import { EnableTwoFactorDialog } from './enable-two-factor-dialog.tsx';

/** One-time codes of an authenticator app, as the second thing that signing in asks for. */
export function TwoFactorPanel() {
  const { person } = useTenancy();
  const [open, setOpen] = useState<'enable' | 'disable' | 'codes' | null>(null);
  const close = () => setOpen(null);
  return (
    <Panel
      title="One-time codes"
      lead="Signing in asks for a code of an authenticator app as well, so that a stolen password is not enough."
    >
      {person.hasTwoFactor ? (
        <Group>
          <ToneBadge tone="good">In use</ToneBadge>
          <Button variant="default" onClick={() => setOpen('codes')}>
            New backup codes
          </Button>
          <Button variant="default" onClick={() => setOpen('disable')}>
            Switch off
          </Button>
        </Group>
      ) : (
        <Group>
          <ToneBadge tone="notice">Not in use</ToneBadge>
          <Button variant="default" onClick={() => setOpen('enable')}>
            Set up
          </Button>
        </Group>
      )}
      {open === 'enable' ? <EnableTwoFactorDialog onClose={close} /> : null}
      {open === 'disable' ? <DisableTwoFactorDialog onClose={close} /> : null}
      {open === 'codes' ? <BackupCodesDialog onClose={close} /> : null}
    </Panel>
  );
}
