import './styles/frame.css';
import './styles/home.css';
import './styles/prose.css';
import './styles/reference.css';
import './styles/samples.css';
import { Drawer } from '@mantine/core';
import { lazy, Suspense, useEffect, useState } from 'react';
import { usePaletteKey } from '../shell/frame/use-palette-key.ts';
import { areaOf } from './frame/areas.ts';
import { Header } from './frame/header.tsx';
import { Page } from './frame/page.tsx';
import { Sidebar } from './frame/sidebar.tsx';
import { useArrival } from './frame/use-arrival.ts';
import { followLinks } from './state/follow-links.ts';
import { usePageLocation } from './state/page-location.ts';
import { TestKeyProvider } from './state/test-key.tsx';

const SearchDialog = lazy(async () => ({ default: (await import('./search/search-dialog.tsx')).SearchDialog }));

/** The documentation: header, the pages of an area, and the page that is read. */
export function App() {
  const at = usePageLocation();
  const [isSearching, setSearching] = useState(false);
  const [wasSearched, setSearched] = useState(false);
  // Open where it was opened only, so that a link in it closes it.
  const [menuAt, setMenuAt] = useState<string | null>(null);
  const here = `${at.pathname}#${at.hash}`;
  const search = (): void => {
    setSearched(true);
    setSearching(true);
  };
  useEffect(followLinks, []);
  usePaletteKey(search);
  useArrival(at);
  const isHome = areaOf(at.pathname) === 'home';
  return (
    <TestKeyProvider>
      <a href="#content" className="skip-link">
        Skip to the page
      </a>
      <Header pathname={at.pathname} onSearch={search} onMenu={() => setMenuAt(here)} />
      <div className={isHome ? 'docs-body docs-body-home' : 'docs-body'}>
        {isHome ? null : (
          <div className="sidebar-column">
            <Sidebar pathname={at.pathname} />
          </div>
        )}
        <main id="content" tabIndex={-1} data-pathname={at.pathname}>
          <Page at={at} onSearch={search} />
        </main>
      </div>
      <Drawer opened={menuAt === here} onClose={() => setMenuAt(null)} title="Pages" size="19rem">
        <Sidebar pathname={at.pathname} />
      </Drawer>
      {wasSearched ? (
        <Suspense fallback={null}>
          <SearchDialog isOpen={isSearching} onClose={() => setSearching(false)} />
        </Suspense>
      ) : null}
    </TestKeyProvider>
  );
}
