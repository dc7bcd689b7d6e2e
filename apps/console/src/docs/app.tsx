import './styles/frame.css';
import './styles/prose.css';
import './styles/reference.css';
import './styles/samples.css';
import { Drawer } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { usePaletteKey } from '../shell/use-palette-key.ts';
import { areaOf } from './frame/areas.ts';
import { Header } from './frame/header.tsx';
import { Page } from './frame/page.tsx';
import { Sidebar } from './frame/sidebar.tsx';
import { useArrival } from './frame/use-arrival.ts';
import { followLinks } from './state/follow-links.ts';
import { usePlace } from './state/place.ts';
import { TestKeyProvider } from './state/test-key.tsx';

const SearchDialog = lazy(async () => ({ default: (await import('./search/search-dialog.tsx')).SearchDialog }));

/** The documentation: header, the pages of an area, and the page that is read. */
export function App() {
  const place = usePlace();
  const [isSearching, setSearching] = useState(false);
  const [wasSearched, setSearched] = useState(false);
  // Open where it was opened only, so that a link in it closes it.
  const [menuAt, setMenuAt] = useState<string | null>(null);
  const here = `${place.pathname}#${place.hash}`;
  const search = (): void => {
    setSearched(true);
    setSearching(true);
  };
  useEffect(followLinks, []);
  usePaletteKey(search);
  useArrival(place);
  const isHome = areaOf(place.pathname) === 'home';
  return (
    <TestKeyProvider>
      <a href="#content" className="skip-link">
        Skip to the page
      </a>
      <Header pathname={place.pathname} onSearch={search} onMenu={() => setMenuAt(here)} />
      <div className={isHome ? 'docs-body docs-body-home' : 'docs-body'}>
        {isHome ? null : (
          <div className="sidebar-column">
            <Sidebar pathname={place.pathname} />
          </div>
        )}
        <main id="content" tabIndex={-1} data-pathname={place.pathname}>
          <Page place={place} onSearch={search} />
        </main>
      </div>
      <Drawer opened={menuAt === here} onClose={() => setMenuAt(null)} title="Pages" size="19rem">
        <Sidebar pathname={place.pathname} />
      </Drawer>
      {wasSearched ? (
        <Suspense fallback={null}>
          <SearchDialog isOpen={isSearching} onClose={() => setSearching(false)} />
        </Suspense>
      ) : null}
    </TestKeyProvider>
  );
}
