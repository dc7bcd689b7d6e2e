import type { PageRoute } from '../../shell/page-route.ts';

export const routes: readonly PageRoute[] = [
  { path: '/invitation', title: 'Invitation', isPublic: true, load: () => import('./invitation-page.tsx') },
];
