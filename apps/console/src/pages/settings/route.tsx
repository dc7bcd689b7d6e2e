import { IconSettings } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/settings',
    title: 'Settings',
    load: () => import('./settings-page.tsx'),
    navigation: { label: 'Settings', icon: IconSettings, section: 'Organization', order: 30 },
  },
];
