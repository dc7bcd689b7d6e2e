import { IconCompass } from '@tabler/icons-react';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { EmptyState } from '../../components/states/empty-state.tsx';
import { PageLink } from './page-link.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <>
      <PageHeader title="Page not found" />
      <EmptyState icon={IconCompass} title="There is no page at this address">
        It may have been moved, or belong to the other environment. <PageLink to="/">Go to the overview</PageLink>
      </EmptyState>
    </>
  );
}
