import { IconFileImport } from '@tabler/icons-react';
import type { PageRoute } from '../../shell/routing/page-route.ts';

export const routes: readonly PageRoute[] = [
  {
    path: '/files',
    title: 'Files',
    permission: 'connections:read',
    load: () => import('./files-page.tsx'),
    navigation: { label: 'Files', icon: IconFileImport, section: 'Sources', order: 20 },
  },
];
