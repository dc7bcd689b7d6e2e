import { expect, it } from 'vitest';
import { faultTextOf, TOLD_FAULTS } from '../../apps/console/src/connect/state/faults.ts';
import { FAULTS } from '../../src/domain/connection/connection-fault.ts';

/** Of files, and of what only an operator can look into: these have the words for everything else. */
const IN_OTHER_WORDS: readonly string[] = ['file_unreadable', 'balance_mismatch', 'internal'];

it('the pages of a link have words for every fault that its holder can meet, and say what comes next', () => {
  const faults = Object.keys(FAULTS).filter((code) => !IN_OTHER_WORDS.includes(code));
  expect([...TOLD_FAULTS].sort()).toEqual(faults.sort());
  for (const code of [...faults, 'internal']) {
    const { title, what, next } = faultTextOf(code);
    for (const text of [title, what, next]) expect(text).toMatch(/^[A-Z].+/);
  }
});
