import { IconActivity } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/stream',
    title: 'Stream inspector',
    permission: 'transactions:read',
    load: () => import('./stream-page.tsx'),
    navigation: { label: 'Stream inspector', icon: IconActivity, section: 'Integration', order: 30 },
  },
];
