import { IconTimelineEvent } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/events',
    title: 'Events',
    permission: 'events:read',
    load: () => import('./events-page.tsx'),
    navigation: { label: 'Events', icon: IconTimelineEvent, section: 'Integration', order: 40 },
  },
];
