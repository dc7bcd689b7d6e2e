import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  { path: '/reset-password', title: 'New password', isPublic: true, load: () => import('./reset-password-page.tsx') },
];
