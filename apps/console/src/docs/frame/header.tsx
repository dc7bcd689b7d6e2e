import { ActionIcon } from '@mantine/core';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { ColorSchemeSwitch } from '../../shell/frame/color-scheme-switch.tsx';
import { Mark } from '../../shell/frame/mark.tsx';
import { AREAS, areaOf } from './areas.ts';

/** Name, areas, search and colours; on a phone also the button that opens the navigation. */
export function Header({
  pathname,
  onSearch,
  onMenu,
}: {
  readonly pathname: string;
  onSearch(): void;
  onMenu(): void;
}) {
  const here = areaOf(pathname);
  return (
    <header className="docs-header">
      <ActionIcon className="menu-button" size="lg" aria-label="Open the navigation" onClick={onMenu}>
        <IconMenu2 size={20} stroke={1.7} />
      </ActionIcon>
      <a href="/docs" className="brand">
        <Mark />
        <span>
          Causeway <span className="brand-dim">docs</span>
        </span>
      </a>
      <nav className="areas" aria-label="Areas">
        {AREAS.map(({ id, label, address }) => (
          <a key={id} href={address} aria-current={here === id ? 'true' : undefined} className="area">
            {label}
          </a>
        ))}
      </nav>
      <button type="button" className="search-button" onClick={onSearch} aria-keyshortcuts="Control+K">
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <span className="search-button-text">Search</span>
        <kbd className="search-button-key">Ctrl K</kbd>
      </button>
      <ColorSchemeSwitch />
      <a href="/console" className="console-link">
        Console
      </a>
    </header>
  );
}
