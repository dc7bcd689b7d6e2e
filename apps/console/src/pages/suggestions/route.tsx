import { IconArrowsJoin } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/suggestions',
    title: 'Suggestions',
    permission: 'transactions:read',
    load: () => import('./suggestions-page.tsx'),
    navigation: { label: 'Suggestions', icon: IconArrowsJoin, section: 'Money', order: 50 },
  },
];
