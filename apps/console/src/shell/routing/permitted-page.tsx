import type { ReactNode } from 'react';
import { PageHeader } from '../../components/layout/page-header.tsx';
import { PermissionDenied } from '../../components/states/permission-denied.tsx';
import { useTenancy } from '../tenants/tenancy.tsx';

/** Shows a page to those who may see it, and to others what they lack. */
export function PermittedPage({
  permission,
  title,
  children,
}: {
  readonly permission: string | undefined;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const { can } = useTenancy();
  if (permission === undefined || can(permission)) return children;
  return (
    <>
      <PageHeader title={title} />
      <PermissionDenied permission={permission} />
    </>
  );
}
