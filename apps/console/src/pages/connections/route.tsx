import { IconPlugConnected } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/connections',
    title: 'Connections',
    permission: 'connections:read',
    load: () => import('./connections-page.tsx'),
    navigation: { label: 'Connections', icon: IconPlugConnected, section: 'Sources', order: 10 },
  },
  {
    path: '/connections/new',
    title: 'Connect a bank',
    permission: 'connections:write',
    load: () => import('./new-connection-page.tsx'),
  },
  {
    path: '/connections/$connectionId',
    title: 'Connection',
    permission: 'connections:read',
    load: () => import('./connection-page.tsx'),
  },
];
