import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  { path: '/set-up', title: 'Set up', isPublic: true, load: () => import('./set-up-page.tsx') },
];
