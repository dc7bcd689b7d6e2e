import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTenancy } from '../tenants/tenancy.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ColorSchemeSwitch } from './color-scheme-switch.tsx';
import classes from './frame.module.css';
import { LiveMark } from './live-mark.tsx';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import { PaletteButton } from './palette-button.tsx';
import { TenantSwitch } from './tenant-switch.tsx';
import { useLiveUpdates } from './use-live-updates.ts';
import { usePaletteKey } from './use-palette-key.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./command-palette.tsx')).CommandPalette }));

/** What surrounds every page: where one is, where one can go, and whom one acts for. */
export function Frame() {
  const [isMenuOpen, menu] = useDisclosure();
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const { environment, can } = useTenancy();
  const hearsEvents = can('events:read');
  useLiveUpdates(hearsEvents);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  usePaletteKey(() => setPaletteOpen(true));
  // biome-ignore lint/correctness/useExhaustiveDependencies: every change of the page closes the drawer.
  useEffect(() => menu.close(), [pathname]);
  return (
    <AppShell
      header={{ height: { base: '5.75rem', sm: '3.25rem' } }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isMenuOpen } }}
      padding={0}
    >
      <a className={classes.skip} href="#main">
        Skip to the content
      </a>
      <AppShell.Header className={classes.header} data-environment={environment}>
        <Burger
          opened={isMenuOpen}
          onClick={menu.toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={isMenuOpen ? 'Close the navigation' : 'Open the navigation'}
          aria-expanded={isMenuOpen}
        />
        <div className={classes.brand}>
          <Mark />
          <span className={classes.name}>Causeway</span>
        </div>
        <TenantSwitch />
        <Group ml="auto" gap="xs" wrap="nowrap">
          <PaletteButton onOpen={() => setPaletteOpen(true)} />
          <ColorSchemeSwitch />
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar}>
        <Navigation />
        {hearsEvents ? <LiveMark /> : null}
      </AppShell.Navbar>
      <AppShell.Main id="main" className={classes.main} tabIndex={-1}>
        {environment === 'test' ? <p className={classes.test}>Test data. Nothing here is real money.</p> : null}
        <div className={classes.page}>
          <Outlet />
        </div>
      </AppShell.Main>
      {isPaletteOpen ? (
        <Suspense>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      ) : null}
    </AppShell>
  );
}
