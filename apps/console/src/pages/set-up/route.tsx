import type { PageRoute } from '../../shell/page-route.ts';

export const routes: readonly PageRoute[] = [
  { path: '/set-up', title: 'Set up', isPublic: true, load: () => import('./set-up-page.tsx') },
];
