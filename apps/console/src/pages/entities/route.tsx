import { IconBuilding } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/entities',
    title: 'Entities',
    permission: 'entities:read',
    load: () => import('./entities-page.tsx'),
    navigation: { label: 'Entities', icon: IconBuilding, section: 'Sources', order: 30 },
  },
];
