import { IconWebhook } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/webhooks',
    title: 'Webhooks',
    permission: 'webhooks:read',
    load: () => import('./webhooks-page.tsx'),
    navigation: { label: 'Webhooks', icon: IconWebhook, section: 'Integration', order: 30 },
  },
  {
    path: '/webhooks/$webhookId',
    title: 'Webhook',
    permission: 'webhooks:read',
    load: () => import('./webhook-page.tsx'),
  },
];
