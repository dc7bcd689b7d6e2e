import { describe, expect, it } from 'vitest';
import { faultOf } from '../../domain/connection/connection-fault.ts';
import { calendarDate } from '../../domain/values/calendar-date.ts';
import type { SessionContext, SourceAccount } from '../contract.ts';
import { describeTarget } from './page/describe-target.ts';
import { readStatements } from './read-statements.ts';
import type { Known, StatementsRecipe, Step } from './recipe.ts';
import type { Downloaded } from './steps/download-file.ts';
import { StepFault } from './steps/step-fault.ts';
import type { StepRunner } from './steps/step-runner.ts';

const ACCOUNT = { handle: '/a', accountNumber: '1', details: { name: 'Operating' } } as SourceAccount; // All that is used of it.
const CHOOSE: Step = {
  do: 'choose',
  name: 'choose the account',
  target: { label: 'Account' },
  option: () => 'Operating',
};
const RECIPE: StatementsRecipe = {
  open: [],
  opened: { label: 'Account' },
  denied: { role: 'alert', hasText: 'Not for you.' },
  choose: [CHOOSE],
  links: { role: 'table', name: 'Documents' },
  none: { text: 'None.' },
  readPeriod: () => ({ from: calendarDate('2026-10-01'), to: calendarDate('2026-10-31') }),
};

const NONE: Downloaded = { kind: 'none', bytes: null, fileName: null };
const ASKED: Downloaded = { ...NONE };
const PDF: Downloaded = { kind: 'done', bytes: new TextEncoder().encode('%PDF-1.7'), fileName: 'october.pdf' };

/** A portal that shows one page when it is opened, and one once an account was chosen. */
function portalOf(opened: readonly string[], chosen: readonly string[] = [], downloads: readonly Downloaded[] = []) {
  let shown = opened;
  let interruptions = 0;
  const coming = [...downloads];
  const runner = {
    interruptions: () => interruptions,
    download: async () => {
      const [got = NONE] = coming.splice(0, 1);
      // The bank asks whether anybody is there, and goes on elsewhere.
      if (got === ASKED) shown = [];
      return got;
    },
    page: { readLinks: async () => [{ text: 'October', listing: '', url: '/d' }] },
    run: async (steps: readonly Step[]) => {
      if (steps.includes(CHOOSE)) shown = chosen;
    },
    record: async (_name: string, work: () => Promise<unknown>) => work(),
    awaitAny: async (targets: readonly Parameters<typeof describeTarget>[0][]) => {
      const place = targets.findIndex((target) => shown.includes(describeTarget(target)));
      if (place >= 0) return place;
      shown = opened;
      interruptions += 1;
      throw new StepFault(faultOf('portal_changed'));
    },
    part: async (work: () => Promise<unknown>) => {
      try {
        return { ok: true, value: await work() };
      } catch (cause) {
        if (cause instanceof StepFault) return { ok: false, fault: cause.fault };
        throw cause;
      }
    },
  } as unknown as StepRunner; // All that documents use.
  const known: Known = { portalUrl: '', credentials: {}, account: null, window: null };
  return readStatements({ context: {} as SessionContext, runner, known }, RECIPE); // Only a signal is taken of it.
}

const CHOICE = 'field "Account"';
const DENIED = 'alert "Not for you."';
const LIST = 'table "Documents"';
const missing = { ok: false, fault: { code: 'delegated_user_missing_permission' } };

describe('documents that the user may not see', () => {
  it('of any account are known by what stands in their place', async () => {
    expect(await portalOf([DENIED]).list(ACCOUNT)).toMatchObject(missing);
    // Where both stand there, the bank has said no.
    expect(await portalOf([CHOICE, DENIED]).list(ACCOUNT)).toMatchObject(missing);
  });

  it('of one account are known by what comes after it was chosen', async () => {
    expect(await portalOf([CHOICE], [DENIED]).list(ACCOUNT)).toMatchObject(missing);
    expect(await portalOf([CHOICE], [LIST]).list(ACCOUNT)).toMatchObject({
      ok: true,
      value: [{ periodStart: '2026-10-01' }],
    });
    expect(await portalOf([CHOICE], ['text "None."']).list(ACCOUNT)).toEqual({ ok: true, value: [] });
  });
});

describe('a document in whose stead the bank asks whether anybody is there', () => {
  const fetchAfter = async (downloads: readonly Downloaded[]) => {
    const portal = portalOf([CHOICE], [LIST], downloads);
    const listed = await portal.list(ACCOUNT);
    const [document] = listed.ok ? listed.value : [];
    if (document === undefined) throw new Error('no document is listed');
    return portal.download(document);
  };

  it('is fetched from the list, which is opened anew', async () => {
    expect(await fetchAfter([ASKED, PDF])).toMatchObject({ ok: true, value: { fileName: 'october.pdf' } });
    expect(await fetchAfter([ASKED, ASKED, PDF])).toMatchObject({ ok: true });
  });

  it('is given up where the bank asks again and again, or where nothing comes at all', async () => {
    expect(await fetchAfter([ASKED, ASKED, ASKED, PDF])).toMatchObject({
      ok: false,
      fault: { code: 'portal_changed' },
    });
    expect(await fetchAfter([NONE, PDF])).toMatchObject({ ok: false, fault: { code: 'portal_changed' } });
  });
});
