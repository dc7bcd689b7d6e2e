import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSimulatedBank, type SimulatedBank } from './bank.ts';
import { addDays, type CalendarDate, type Instant, localDateAt, toEpochMs, toInstant } from './calendar.ts';
import { institutionStyles } from './institution-styles.ts';
import type { BankSession, SessionRead } from './session.ts';
import type { AnswerRates, InstitutionStyle } from './style.ts';

fc.configureGlobal({ seed: 20_261_121 });

const openedAt: Instant = '2026-11-20T15:30:00Z';
const DAY_MS = 86_400_000;
const faultless: AnswerRates = {
  consentExpired: 0,
  codeAsked: 0,
  accountMissing: 0,
  pageFailed: 0,
  partial: 0,
  truncated: 0,
  hidden: 0,
  signsInverted: 0,
};

function styleWith(answers: Partial<AnswerRates>, change: Partial<InstitutionStyle> = {}): InstitutionStyle {
  return { ...institutionStyles.noIds, pageRows: 7, ...change, answers: { ...faultless, ...answers } };
}

function openBank(style: InstitutionStyle): SimulatedBank {
  return createSimulatedBank({ seed: 'sessions', style, openedAt });
}

function signIn(bank: SimulatedBank): BankSession {
  const opening = bank.openSession();
  if (opening.kind !== 'open') throw new Error(`the bank says ${opening.kind}`);
  return opening.session;
}

function readFirst(bank: SimulatedBank, from: CalendarDate = '2026-10-01'): SessionRead {
  const session = signIn(bank);
  const accountId = session.accounts[0]?.id ?? '';
  return session.read({ accountId, from, to: localDateAt(toEpochMs(bank.now()), bank.style.calendar) });
}

/** Everything that the bank would show in good order, with its truth. */
function readWhole(bank: SimulatedBank, from: CalendarDate = '2026-10-01') {
  const accountId = bank.listAccounts()[0]?.id ?? '';
  const to = localDateAt(toEpochMs(bank.now()), bank.style.calendar);
  const request = { accountId, from, to, at: bank.now() };
  return { rows: bank.show(request).rows, truths: bank.identify(request) };
}

describe('a session in good order', () => {
  it('lists every account and gives every row, page by page, each with its truth', () => {
    const bank = openBank(styleWith({}));
    const { answer, truths, signsInverted } = readFirst(bank);
    const whole = readWhole(bank);
    expect(signIn(bank).accounts).toEqual(bank.listAccounts());
    expect(answer.ending).toBe('whole');
    expect(signsInverted).toBe(false);
    expect(answer.pages).toHaveLength(answer.pageCount);
    expect(answer.pages.slice(0, -1).every(({ length }) => length === 7)).toBe(true);
    expect(answer.pages.flat()).toEqual(whole.rows);
    expect(truths.flat()).toEqual(whole.truths);
    expect(truths.map(({ length }) => length)).toEqual(answer.pages.map(({ length }) => length));
  });

  it('has one empty page where there are no rows', () => {
    const bank = openBank(styleWith({}));
    const session = signIn(bank);
    const accountId = session.accounts[0]?.id ?? '';
    const { answer } = session.read({ accountId, from: '2026-11-22', to: '2026-11-23' });
    expect(answer).toMatchObject({ pages: [[]], pageCount: 1, ending: 'whole' });
  });

  it('shows everything as of its opening, also after the bank has moved on', () => {
    const bank = openBank(styleWith({}));
    const session = signIn(bank);
    const accountId = session.accounts[0]?.id ?? '';
    const request = { accountId, from: '2026-10-01', to: '2026-11-20' } as const;
    const before = session.read(request);
    bank.advanceTo('2026-12-01T15:30:00Z');
    expect(session.read(request)).toEqual(before);
  });

  it('knows only accounts of its list', () => {
    const session = signIn(openBank(styleWith({})));
    expect(() => session.read({ accountId: 'nope', from: '2026-10-01', to: '2026-11-20' })).toThrow(
      /not on this session/,
    );
  });
});

describe('a session that goes wrong', () => {
  it('is refused where the consent has expired or a code is asked for', () => {
    expect(openBank(styleWith({ consentExpired: 10_000 })).openSession()).toEqual({ kind: 'consentExpired' });
    expect(openBank(styleWith({ codeAsked: 10_000 })).openSession()).toEqual({ kind: 'codeAsked' });
  });

  it('lists no account that is missing, while the bank still has it', () => {
    const bank = openBank(styleWith({ accountMissing: 10_000 }));
    expect(signIn(bank).accounts).toEqual([]);
    expect(bank.listAccounts()).toHaveLength(3);
  });

  it('gives whole pages up to the one that fails', () => {
    const bank = openBank(styleWith({ pageFailed: 10_000 }));
    const { answer } = readFirst(bank);
    expect(answer.ending).toBe('pageFailed');
    expect(answer.pages.length).toBeLessThan(answer.pageCount);
    expect(answer.pages.flat()).toEqual(readWhole(bank).rows.slice(0, answer.pages.length * 7));
  });

  it('gives the first rows of an answer that is truncated', () => {
    const bank = openBank(styleWith({ truncated: 10_000 }));
    const { answer } = readFirst(bank);
    const { rows } = readWhole(bank);
    expect(answer.ending).toBe('truncated');
    expect(answer.pages.flat().length).toBeLessThan(rows.length);
    expect(answer.pages.flat()).toEqual(rows.slice(0, answer.pages.flat().length));
  });

  it('leaves rows out of a partial answer, in the order of the others', () => {
    const bank = openBank(styleWith({ partial: 10_000 }));
    const { answer, truths } = readFirst(bank);
    const whole = readWhole(bank);
    const kept = new Set(truths.flat());
    expect(answer.ending).toBe('partial');
    expect(kept.size).toBeLessThan(whole.rows.length);
    expect(answer.pages.flat()).toEqual(whole.rows.filter((_, index) => kept.has(whole.truths[index] ?? '')));
  });

  it('turns every amount round, and no balance', () => {
    const right = readFirst(openBank(styleWith({})));
    const wrong = readFirst(openBank(styleWith({ signsInverted: 10_000 })));
    expect(wrong.signsInverted).toBe(true);
    expect(wrong.answer.balances).toEqual(right.answer.balances);
    const negate = (amount: string) => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);
    expect(wrong.answer.pages.flat().map(({ amount }) => amount)).toEqual(
      right.answer.pages.flat().map(({ amount }) => negate(amount)),
    );
  });

  it('hides rows of some standing, and none of them on the next day', () => {
    const bank = openBank(styleWith({ hidden: 2_000 }));
    const hidden: Set<string>[] = [];
    for (let day = 0; day < 6; day += 1) {
      bank.advanceTo(toInstant(toEpochMs(openedAt) + day * DAY_MS));
      const shown = new Set(readFirst(bank).truths.flat());
      const { rows, truths } = readWhole(bank);
      const missing = truths.filter((truth) => !shown.has(truth));
      const byTruth = new Map(truths.map((truth, index) => [truth, rows[index]]));
      for (const truth of missing) {
        expect(byTruth.get(truth)?.status).toBe('posted');
      }
      hidden.push(new Set(missing));
    }
    expect(hidden.some(({ size }) => size > 0)).toBe(true);
    for (const [day, set] of hidden.entries())
      for (const truth of set) expect(hidden[day + 1]?.has(truth) ?? false).toBe(false);
  });
});

describe('any session of any style', () => {
  it('is the same for the same seed and moment, and shows nothing but true rows', () => {
    const styles = fc.constantFrom(...Object.values(institutionStyles));
    fc.assert(
      fc.property(styles, fc.string({ maxLength: 6 }), fc.integer({ min: 0, max: 30 * 24 }), (style, seed, hours) => {
        const at = toInstant(toEpochMs(openedAt) + hours * 3_600_000);
        const visit = () => {
          const bank = createSimulatedBank({ seed, style, openedAt });
          bank.advanceTo(at);
          const opening = bank.openSession();
          if (opening.kind !== 'open') return { opening: opening.kind, reads: [] };
          const to = localDateAt(toEpochMs(at), style.calendar);
          const from = addDays(to, -40);
          const { accounts } = opening.session;
          const reads = accounts.map(({ id: accountId }) => opening.session.read({ accountId, from, to }));
          for (const [index, read] of reads.entries())
            for (const truth of read.truths.flat()) expect(bank.isLive(accounts[index]?.id ?? '', truth)).toBe(true);
          return { opening: opening.kind, reads };
        };
        expect(JSON.stringify(visit())).toBe(JSON.stringify(visit()));
      }),
      { numRuns: 25 },
    );
  });

  it('changes its layout on the day that the style says', () => {
    const bank = openBank(styleWith({}, { secondLayoutFrom: '2026-11-22' }));
    expect(signIn(bank).layout).toBe(1);
    bank.advanceTo('2026-11-22T15:30:00Z');
    expect(signIn(bank).layout).toBe(2);
  });
});
