import { useRead } from '../../api/use-read.ts';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import { nameOf } from './connection.ts';

/** A connection by the name of its bank, as the way to its page; by the end of its id where it cannot be read. */
export function ConnectionName({ connectionId }: { readonly connectionId: string }) {
  const { can } = useTenancy();
  const read = useRead('getConnection', { path: { connectionId } }, { isWanted: can('connections:read') });
  const name = read.data === undefined ? `Connection ${connectionId.slice(-6)}` : nameOf(read.data);
  return <PageLink to={`/connections/${connectionId}`}>{name}</PageLink>;
}
