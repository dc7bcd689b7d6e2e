import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  { path: '/invitation', title: 'Invitation', isPublic: true, load: () => import('./invitation-page.tsx') },
];
