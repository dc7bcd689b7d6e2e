import { timingSafeEqual } from 'node:crypto';

/** Name of the owner's login in every company; no delegated user can have it. */
export const OWNER_USERNAME = 'owner';

/** Every company of the house has one owner, whose login follows from its id; the front page says so. */
export function isOwner(companyId: string, user: string, password: string): boolean {
  const expected = Buffer.from(`owner-${companyId}`);
  const actual = Buffer.from(password);
  return user === OWNER_USERNAME && actual.length === expected.length && timingSafeEqual(actual, expected);
}
