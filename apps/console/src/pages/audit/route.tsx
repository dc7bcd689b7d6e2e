import { IconHistory } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/audit',
    title: 'Audit log',
    permission: 'audit:read',
    load: () => import('./audit-page.tsx'),
    navigation: { label: 'Audit log', icon: IconHistory, section: 'Organization', order: 20 },
  },
];
