import { IconLock } from '@tabler/icons-react';
import { StatePanel } from './state-panel.tsx';

/** The role does not allow it. Says which permission is missing, so that the right thing can be asked for. */
export function PermissionDenied({ permission }: { readonly permission?: string | undefined }) {
  return (
    <StatePanel icon={<IconLock size={24} stroke={1.6} />} title="You may not see this">
      Your role in this organization does not allow it
      {permission === undefined ? '' : ` (it takes ${permission})`}. An owner or admin can change your role under
      Members.
    </StatePanel>
  );
}
