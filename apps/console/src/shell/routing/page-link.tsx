import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to a page of this environment, by its path. */
export function PageLink({
  to,
  search,
  className,
  children,
}: {
  readonly to: string;
  readonly search?: Readonly<Record<string, string | undefined>>;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <Link to={to} {...(search === undefined ? {} : { search })} {...(className === undefined ? {} : { className })}>
      {children}
    </Link>
  );
}
