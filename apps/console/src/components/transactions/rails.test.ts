import { expect, it } from 'vitest';
import { wordOfRail } from './rails.ts';

it('names rails in words', () => {
  expect(['sepaCredit', 'unknown', 'pigeon'].map(wordOfRail)).toEqual(['SEPA credit', 'Unknown', 'pigeon']);
});
