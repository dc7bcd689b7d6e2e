import { expect, it } from 'vitest';
import { faultOfProblem, problemOf } from './file-problem.ts';

it.each([
  [null, null, 'It is cut.'],
  [5, null, 'Line 5: It is cut.'],
  [5, '16', 'Line 5, 16: It is cut.'],
  [5, ':61:', 'Line 5, :61: It is cut.'],
])('names the place %s %s once', (line, record, message) => {
  expect(faultOfProblem({ ...problemOf('damaged', 'It is cut.'), line, record }).message).toBe(message);
});
