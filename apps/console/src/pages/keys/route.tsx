import { IconKey } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/keys',
    title: 'API keys',
    permission: 'keys:read',
    load: () => import('./keys-page.tsx'),
    navigation: { label: 'API keys', icon: IconKey, section: 'Integration', order: 30 },
  },
];
