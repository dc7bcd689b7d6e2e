import type { Loan, LoanRequest, RateSubject } from '../../store/keys/rate-windows.ts';
import type { Counted } from '../parts.ts';
import type { QuotaState, RateVerdict } from './quota.ts';
import { RateBucket } from './rate-bucket.ts';

export interface RateSettings {
  /** Requests a second of a key without a limit of its own; 0 for none. */
  readonly perKey: number;
  readonly perOrganization: number;
  /** Length of a window, over which the rates are an average. The same in all processes. */
  readonly windowSeconds: number;
}

export interface LimiterParts {
  monotonicMs(): number;
  lend(subject: RateSubject, request: LoanRequest): Promise<Loan>;
}

/**
 * Requests a second of one Connect link, and of a person who acts for themselves alone: somebody with a page that looks every second.
 * Counted in this process alone, as they come and go; the organization of a link is counted everywhere.
 */
const ONE_PERSON_PER_SECOND = 10;

/** Subjects kept before those that have not been used lately are forgotten. */
const MANY_BUCKETS = 10_000;

/**
 * Counts the requests of keys and organizations in windows that all processes share. The database lends each process parts of
 * a window's quota (see RateBucket), so a request asks it only now and then.
 */
export function createRateLimiter(
  settings: RateSettings,
  parts: LimiterParts,
): (counted: Counted) => RateVerdict | Promise<RateVerdict> {
  const buckets = new Map<string, RateBucket>();
  const localBucketOf = (id: string): RateBucket => {
    const known = buckets.get(id);
    if (known !== undefined) return known;
    forgetOld();
    const quota = settings.perKey === 0 ? null : ONE_PERSON_PER_SECOND * settings.windowSeconds;
    const loan = { quota, lent: quota ?? 0, left: 0, remainingMs: settings.windowSeconds * 1_000 };
    const bucket = new RateBucket({ monotonicMs: parts.monotonicMs, borrow: async () => loan });
    buckets.set(id, bucket);
    return bucket;
  };
  const forgetOld = (): void => {
    if (buckets.size >= MANY_BUCKETS) for (const [other, bucket] of buckets) if (bucket.isOver()) buckets.delete(other);
  };
  const bucketOf = (organizationId: string, keyId: string | null): RateBucket => {
    const name = `${organizationId} ${keyId ?? ''}`;
    const known = buckets.get(name);
    if (known !== undefined) return known;
    forgetOld();
    const terms = {
      defaultPerSecond: keyId === null ? settings.perOrganization : settings.perKey,
      windowSeconds: settings.windowSeconds,
      offsetMs: spread(name) % (settings.windowSeconds * 1_000),
    };
    const bucket = new RateBucket({
      monotonicMs: parts.monotonicMs,
      borrow: (needed, wanted) => parts.lend({ organizationId, keyId }, { ...terms, needed, wanted }),
    });
    buckets.set(name, bucket);
    return bucket;
  };
  const stateOf = (name: QuotaState['name'], bucket: RateBucket): QuotaState | null => {
    const view = bucket.view();
    if (view === null) return null;
    const { quota, remaining, resetMs } = view;
    return { name, quota, windowSeconds: settings.windowSeconds, remaining, resetSeconds: resetMs / 1_000 };
  };
  const judge = (pair: Pair, keyMay: boolean, organizationMay: boolean): RateVerdict => {
    // A request that is refused uses up nothing.
    if (keyMay && !organizationMay) pair.key.giveBack();
    if (organizationMay && !keyMay) pair.organization.giveBack();
    const ofKey = stateOf('default', pair.key);
    const ofOrganization = stateOf('organization', pair.organization);
    const quotas = [ofKey, ofOrganization].filter((state) => state !== null);
    return { refusedBy: keyMay ? (organizationMay ? null : ofOrganization) : ofKey, quotas };
  };
  const judgeAlone = (bucket: RateBucket, may: boolean): RateVerdict => {
    const state = stateOf('person', bucket);
    return { refusedBy: may ? null : state, quotas: state === null ? [] : [state] };
  };
  return ({ organizationId, caller }) => {
    if (organizationId === null) {
      const alone = localBucketOf(caller.id);
      const may = alone.take();
      return typeof may === 'boolean' ? judgeAlone(alone, may) : may.then((then) => judgeAlone(alone, then));
    }
    const own = caller.kind === 'connect' ? localBucketOf(caller.id) : bucketOf(organizationId, caller.id);
    const pair = { key: own, organization: bucketOf(organizationId, null) };
    const [keyMay, organizationMay] = [pair.key.take(), pair.organization.take()];
    if (typeof keyMay === 'boolean' && typeof organizationMay === 'boolean')
      return judge(pair, keyMay, organizationMay);
    return Promise.all([keyMay, organizationMay]).then(([ofKey, ofOrganization]) => judge(pair, ofKey, ofOrganization));
  };
}

interface Pair {
  readonly key: RateBucket;
  readonly organization: RateBucket;
}

/** A number that differs from name to name and is the same in all processes. */
function spread(name: string): number {
  let hash = 0;
  for (let index = 0; index < name.length; index += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(index)) >>> 0;
  return hash;
}
