import { IconFlask } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/sandbox',
    title: 'Sandbox',
    permission: 'sandbox:write',
    load: () => import('./sandbox-page.tsx'),
    navigation: { label: 'Sandbox', icon: IconFlask, section: 'Integration', order: 60, environment: 'test' },
  },
];
