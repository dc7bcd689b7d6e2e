import { NAVIGATION_SECTIONS, type PageRoute } from './page-route.ts';

/** Every `pages/<name>/route.tsx` is found by itself: a page is added by its folder alone. */
const FOUND = import.meta.glob<{ readonly routes: readonly PageRoute[] }>('../../pages/*/route.tsx', { eager: true });

export const PAGES: readonly PageRoute[] = Object.values(FOUND).flatMap((file) => file.routes);

export interface NavigationItem extends PageRoute {
  readonly navigation: NonNullable<PageRoute['navigation']>;
}

/** Entries of the navigation in their order, without those of the other environment and those the member may not see. */
export function listNavigation(environment: 'live' | 'test', can: (permission: string) => boolean): NavigationItem[] {
  const items = PAGES.filter((page): page is NavigationItem => page.navigation !== undefined);
  return items
    .filter(({ navigation }) => navigation.environment === undefined || navigation.environment === environment)
    .filter(({ permission }) => permission === undefined || can(permission))
    .sort((one, other) => rankOf(one) - rankOf(other));
}

function rankOf({ navigation }: NavigationItem): number {
  return NAVIGATION_SECTIONS.indexOf(navigation.section) * 1_000 + navigation.order;
}
