import { useRead } from '../../api/use-read.ts';
import type { AnyConnection } from '../../components/connections/connection.ts';
import { useEntityNames } from '../../components/entities/use-entity-names.ts';
import { Panel } from '../../components/layout/panel.tsx';
import { ToneBadge } from '../../components/status/status-badge.tsx';
import { PageLink } from '../../shell/routing/page-link.tsx';
import { PAGES } from '../../shell/routing/page-list.ts';
import { useTenancy } from '../../shell/tenants/tenancy.tsx';
import classes from './attention-panel.module.css';
import { listMatters, type Matter } from './matters.ts';

const MOST = 50;

/** What does not go on without a person, most urgent first. */
export function AttentionPanel({
  connections,
  everyMs,
}: {
  readonly connections: readonly AnyConnection[];
  readonly everyMs: number;
}) {
  const { can } = useTenancy();
  const open = { query: { status: 'open', limit: MOST } } as const;
  const files = useRead('listQuarantinedFiles', open, { isWanted: can('connections:read'), everyMs });
  const suggestions = useRead('listSuggestions', open, { isWanted: can('transactions:read'), everyMs });
  const webhooks = useRead('listWebhooks', { query: { limit: MOST } }, { isWanted: can('webhooks:read'), everyMs });
  const entities = useEntityNames();
  const matters = listMatters({
    connections,
    ownerOf: entities.isNeeded ? entities.find : null,
    quarantinedFiles: files.data?.data.length ?? 0,
    suggestions: suggestions.data?.data.length ?? 0,
    stoppedWebhooks: webhooks.data?.data.filter(({ active }) => !active).length ?? 0,
    most: MOST,
  }).filter(({ path }) => hasPage(path));
  return (
    <Panel title="Needs a person">
      {matters.length === 0 ? (
        <ToneBadge tone="good">Nothing right now</ToneBadge>
      ) : (
        <ul className={classes.list}>
          {matters.map((matter) => (
            <MatterItem key={`${matter.path} ${matter.title}`} matter={matter} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function MatterItem({ matter: { tone, title, detail, path } }: { readonly matter: Matter }) {
  return (
    <li className={classes.item} data-tone={tone}>
      <PageLink to={path}>{title}</PageLink>
      <div className={classes.detail}>{detail}</div>
    </li>
  );
}

/** Whether these pages have one at the path, or at that of its list. */
function hasPage(path: string): boolean {
  const top = `/${path.split('/')[1] ?? ''}`;
  return PAGES.some((page) => page.path === path || page.path === top);
}
