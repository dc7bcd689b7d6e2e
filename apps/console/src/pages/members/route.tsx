import { IconUsers } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/members',
    title: 'Members',
    permission: 'members:read',
    load: () => import('./members-page.tsx'),
    navigation: { label: 'Members', icon: IconUsers, section: 'Organization', order: 10 },
  },
];
