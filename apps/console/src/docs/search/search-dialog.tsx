import { Modal } from '@mantine/core';
import { IconFileText, IconHierarchy2, IconSend2, IconWebhook } from '@tabler/icons-react';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { goTo } from '../state/page-location.ts';
import { searchIndex } from './all-entries.ts';
import type { SearchEntry, SearchHit } from './search-index.ts';

const ICONS = { operation: IconSend2, schema: IconHierarchy2, webhook: IconWebhook, guide: IconFileText } as const;
const NAMES = { operation: 'Operation', schema: 'Schema', webhook: 'Webhook', guide: 'Guide' } as const;

/** Looks for words in operations, schemas, webhooks and guides; arrows choose, Enter opens. */
export function SearchDialog({ isOpen, onClose }: { readonly isOpen: boolean; onClose(): void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Search the documentation" size="lg" centered={false} yOffset="10vh">
      <SearchForm onClose={onClose} />
    </Modal>
  );
}

function SearchForm({ onClose }: { onClose(): void }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const index = searchIndex.use();
  const wanted = useDeferredValue(query);
  const hits = useMemo(() => (index.state === 'ready' ? index.value.find(wanted) : []), [index, wanted]);
  const open = (hit: SearchHit | undefined): void => {
    if (hit === undefined) return;
    onClose();
    goTo(hit.entry.address);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') open(hits[at]);
    if (step === undefined || hits.length === 0) return;
    event.preventDefault();
    setAt((at + step + hits.length) % hits.length);
  };
  useEffect(() => {
    document.getElementById(`hit-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <div className="search">
      <input
        className="search-input"
        role="combobox"
        aria-label="Search"
        aria-expanded={hits.length > 0}
        aria-controls="search-hits"
        aria-activedescendant={hits.length > 0 ? `hit-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        placeholder="sync cursor, insufficient_scope, Transaction …"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="search-hits" role="listbox" aria-label="What was found" className="search-hits">
        {hits.map((hit, index) => (
          <Hit key={hit.entry.address} hit={hit} id={`hit-${index}`} isAt={index === at} onOpen={() => open(hit)} />
        ))}
      </div>
      <p className="search-state" role="status">
        {stateOf(index.state, query, hits.length)}
      </p>
    </div>
  );
}

function Hit({
  hit: { entry, excerpt },
  id,
  isAt,
  onOpen,
}: {
  readonly hit: SearchHit;
  readonly id: string;
  readonly isAt: boolean;
  onOpen(): void;
}) {
  const Icon = ICONS[entry.kind];
  return (
    // The keyboard stays in the field, which names the chosen one.
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field opens it
    // biome-ignore lint/a11y/useFocusableInteractive: the field holds the focus
    <div id={id} role="option" aria-selected={isAt} className="hit" onClick={onOpen}>
      <Icon size={16} stroke={1.6} aria-hidden />
      <div className="hit-text">
        <div className="hit-head">
          <span className="hit-title">{entry.title}</span>
          <span className="hit-place">{placeOf(entry)}</span>
        </div>
        {excerpt === '' ? null : <div className="hit-excerpt">{excerpt}</div>}
      </div>
    </div>
  );
}

function placeOf({ kind, place }: SearchEntry): string {
  return place === NAMES[kind] ? place : `${NAMES[kind]} · ${place}`;
}

function stateOf(state: 'loading' | 'ready' | 'failed', query: string, count: number): string {
  if (state === 'failed') return 'The contract could not be loaded. Load the page again.';
  if (state === 'loading') return 'Reading everything once …';
  if (query.trim() === '') return 'Operations, schemas, webhooks and guides. ↑ ↓ choose, Enter opens.';
  return count === 0 ? 'Nothing has all of these words.' : '';
}
