import type { TablerIcon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** A page of the console, and where it is. Its code is fetched when somebody goes there. */
export interface PageRoute {
  /** Path below the environment, with `$name` for what varies: `/connections/$connectionId`. */
  readonly path: string;
  /** The window's title while the page is on its way. */
  readonly title: string;
  readonly load: () => Promise<{ readonly Page: ComponentType }>;
  /** What a member needs to see it; without it the page says so. */
  readonly permission?: string;
  /** Left out for pages that are reached from others. */
  readonly navigation?: NavigationEntry;
  /** True for pages that need no session. Their path is below `/console` itself, and they are shown without the frame. */
  readonly isPublic?: boolean;
}

export interface NavigationEntry {
  readonly label: string;
  readonly icon: TablerIcon;
  readonly section: NavigationSection;
  /** Place within the section. */
  readonly order: number;
  /** Left out for both. */
  readonly environment?: 'live' | 'test';
}

/** The groups of the navigation, from top to bottom. */
export const NAVIGATION_SECTIONS = ['Money', 'Sources', 'Integration', 'Organization'] as const;
export type NavigationSection = (typeof NAVIGATION_SECTIONS)[number];
