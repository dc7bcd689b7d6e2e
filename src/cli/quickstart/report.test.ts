import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { chooseLogLevel } from './command.ts';
import { printReport } from './report.ts';

const RESULT = {
  connectionId: 'c',
  accounts: [],
  proofs: [],
  latest: [],
  transactionCount: 3,
  eventCount: 3,
  cursor: 'x',
};
const PLACE = {
  apiUrl: 'http://127.0.0.1:4080',
  bankUrl: 'http://127.0.0.1:4090',
  key: 'way_test_a_b',
  setUpUrl: null,
};

function report(place: typeof PLACE | null): string {
  const output = new PassThrough();
  printReport(output, RESULT, 7.5, place);
  return String(output.read());
}

it('the report says how to go on, unless everything stops', () => {
  expect(report(PLACE)).toContain(
    'curl -H "Authorization: Bearer $KEY" "http://127.0.0.1:4080/v1/transactions?limit=3"',
  );
  expect(report(null)).not.toMatch(/Go on with|curl|way_test|http:/);
  expect(report(null)).toContain('All of it stops now');
});

it('the log is quiet unless a level was asked for, also where that is the usual one', () => {
  expect(chooseLogLevel({ logLevel: 'info' }, {})).toBe('error');
  expect(chooseLogLevel({ logLevel: 'info' }, { CAUSEWAY_LOG_LEVEL: '' })).toBe('error');
  expect(chooseLogLevel({ logLevel: 'info' }, { CAUSEWAY_LOG_LEVEL: 'info' })).toBe('info');
  expect(chooseLogLevel({ logLevel: 'debug' }, { CAUSEWAY_LOG_LEVEL: 'debug' })).toBe('debug');
});
