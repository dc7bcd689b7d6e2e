import { type AnyConnection, nameOf } from '../../components/connections/connection.ts';
import { adviseOn } from '../../components/connections/connection-advice.ts';

/** Something that waits for a person, and where to see to it. */
export interface Matter {
  readonly tone: 'bad' | 'notice';
  readonly title: string;
  readonly detail: string;
  readonly path: string;
}

/** States in which nothing goes on by itself. */
const WAITING: ReadonlySet<AnyConnection['status']> = new Set(['reauthRequired', 'draft']);

/** What waits for a person: connections that cannot go on first, then what only has to be looked at. */
export function listMatters(found: {
  readonly connections: readonly AnyConnection[];
  /** Whose a connection is; null where all belong to one. */
  readonly ownerOf: ((entityId: string) => string) | null;
  readonly quarantinedFiles: number;
  readonly suggestions: number;
  readonly stoppedWebhooks: number;
  /** Counts that reach this are lower bounds. */
  readonly most: number;
}): Matter[] {
  const { most, ownerOf } = found;
  const connections = found.connections
    .filter(({ status }) => WAITING.has(status))
    .map((connection): Matter => {
      const { title } = adviseOn(connection, null);
      const tone = connection.status === 'draft' ? 'notice' : 'bad';
      const owner = ownerOf === null ? '' : ` · ${ownerOf(connection.entityId)}`;
      return { tone, title, detail: `${nameOf(connection)}${owner}`, path: `/connections/${connection.id}` };
    })
    .sort((one, other) => one.tone.localeCompare(other.tone));
  const counted: readonly (Matter & { readonly count: number })[] = [
    {
      ...{ tone: 'bad', count: found.stoppedWebhooks, path: '/webhooks' },
      title: `${count(found.stoppedWebhooks, most, 'webhook is', 'webhooks are')} switched off`,
      detail: 'Nothing is sent to them until somebody switches them on',
    },
    {
      ...{ tone: 'notice', count: found.quarantinedFiles, path: '/files' },
      title: `${count(found.quarantinedFiles, most, 'file waits', 'files wait')} in quarantine`,
      detail: 'Nothing of them was taken in',
    },
    {
      ...{ tone: 'notice', count: found.suggestions, path: '/suggestions' },
      title: `${count(found.suggestions, most, 'suggestion is', 'suggestions are')} open`,
      detail: 'Transactions or accounts that may be the same',
    },
  ];
  return [...connections, ...counted.filter((each) => each.count > 0).map(({ count: _count, ...matter }) => matter)];
}

function count(number: number, most: number, one: string, several: string): string {
  if (number === 1) return `1 ${one}`;
  return `${number}${number >= most ? ' or more' : ''} ${several}`;
}
