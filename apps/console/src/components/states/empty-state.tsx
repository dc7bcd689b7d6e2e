import { IconInbox, type TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { StatePanel } from './state-panel.tsx';

/** Nothing is there yet, or nothing fits the filter: what it means and what to do next. */
export function EmptyState({
  title,
  children,
  actions,
  icon: Icon = IconInbox,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly icon?: TablerIcon;
}) {
  return (
    <StatePanel icon={<Icon size={24} stroke={1.6} />} title={title} actions={actions}>
      {children}
    </StatePanel>
  );
}
