import { expect, it } from 'vitest';
import { harborDemo } from './harbor-demo.ts';
import { lindenDemo } from './linden-demo.ts';
import { ridgelineDemo } from './ridgeline-demo.ts';

it.each([
  [harborDemo, 'Activity is available from 11/20/2024.'],
  [lindenDemo, 'Turnover is available from 20.11.2024.'],
  [ridgelineDemo, 'We keep the history since Nov 20, 2024.'],
])('the first day that $name shows is read from what it says of it', ({ activity: { earliest } }, sentence) => {
  expect(sentence).toMatch(earliest?.text ?? /^nothing$/);
  expect(earliest?.read(sentence)).toBe('2024-11-20');
  expect(earliest?.read(sentence.replace('2024', 'long ago'))).toBeNull();
});
