import type { PageRoute } from '../../shell/page-route.ts';

export const routes: readonly PageRoute[] = [
  { path: '/reset-password', title: 'New password', isPublic: true, load: () => import('./reset-password-page.tsx') },
];
