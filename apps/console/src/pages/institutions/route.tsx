import { IconBuildingBank } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/institutions',
    title: 'Institutions',
    permission: 'connections:read',
    load: () => import('./institutions-page.tsx'),
    navigation: { label: 'Institutions', icon: IconBuildingBank, section: 'Sources', order: 40 },
  },
];
