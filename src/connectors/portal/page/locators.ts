import type { Locator, Page } from 'playwright-core';
import type { Target } from '../recipe.ts';

/** All that a target names on the page. */
export function locate(page: Page, target: Target): Locator {
  const scope = target.within === undefined ? page : locate(page, target.within);
  if ('role' in target) {
    const named =
      target.name === undefined
        ? scope.getByRole(target.role)
        : scope.getByRole(target.role, { name: target.name, exact: typeof target.name === 'string' });
    return target.hasText === undefined ? named : named.filter({ hasText: target.hasText });
  }
  if ('label' in target) return scope.getByLabel(target.label, { exact: typeof target.label === 'string' });
  return scope.getByText(target.text, { exact: typeof target.text === 'string' });
}

/**
 * Place of the first that is there, looked for by halves, because asking the page takes longer than what it is asked. What is wanted stands last
 * mostly, behind all that could stand in its way, so the last one is a half of its own.
 */
export async function findFirst(locators: readonly Locator[]): Promise<number | null> {
  if (locators.length === 0) return null;
  const end = locators.length - 1;
  const [before, last] = await Promise.all([isThere(locators.slice(0, end)), isThere(locators.slice(end))]);
  if (!before) return last ? end : null;
  const middle = Math.ceil(end / 2);
  if (end === 1) return 0;
  return (await findFirst(locators.slice(0, middle))) ?? place(middle, await findFirst(locators.slice(middle, end)));
}

function place(offset: number, index: number | null): number | null {
  return index === null ? null : offset + index;
}

async function isThere(locators: readonly Locator[]): Promise<boolean> {
  return locators.length > 0 && (await uniteLocators(locators).count()) > 0;
}

/** One locator for all of them. Throws TypeError without any. */
export function uniteLocators([first, ...others]: readonly Locator[]): Locator {
  if (first === undefined) throw new TypeError('no locators to unite');
  return others.reduce((all, each) => all.or(each), first);
}
