import { IconArrowsExchange } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/transactions',
    title: 'Transactions',
    permission: 'transactions:read',
    load: () => import('./transactions-page.tsx'),
    navigation: { label: 'Transactions', icon: IconArrowsExchange, section: 'Money', order: 10 },
  },
];
