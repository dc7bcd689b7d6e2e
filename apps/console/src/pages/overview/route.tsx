import { IconLayoutDashboard } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/',
    title: 'Overview',
    load: () => import('./overview-page.tsx'),
    navigation: { label: 'Overview', icon: IconLayoutDashboard, section: 'Money', order: 0 },
  },
];
