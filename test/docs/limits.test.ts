import { describe, expect, it } from 'vitest';
import { DEFAULT_BOUNDS } from '../../src/api/limits/http-bounds.ts';
import { readPage, sectionOf, tableRows } from '../support/markdown.ts';

const page = readPage('docs/operations/limits.md');
const seconds = (ms: number) => `${ms / 1_000} seconds`;

/** What the page says of each, which is what every installation has unless a setting says otherwise. */
const SAID: readonly (readonly [section: string, of: string, said: string])[] = [
  ['Sizes', 'headers', String(DEFAULT_BOUNDS.maxHeaders)],
  ['Times', 'request line and headers', seconds(DEFAULT_BOUNDS.headersMs)],
  ['Times', 'a body of JSON', seconds(DEFAULT_BOUNDS.bodyMs)],
  ['Times', 'the same of a request without a credential', seconds(DEFAULT_BOUNDS.anonymousBodyMs)],
  ['Times', 'an upload', `${DEFAULT_BOUNDS.requestMs / 60_000} minutes`],
  ['Times', 'an upload', `${DEFAULT_BOUNDS.minUploadBytesPerSecond.toLocaleString('en')} bytes a second`],
  ['Times', 'an upload', `the first ${seconds(DEFAULT_BOUNDS.uploadGraceMs)}`],
  [
    'Times',
    'a byte to come or to be taken while one is due: a body, an answer, a live stream',
    seconds(DEFAULT_BOUNDS.stallMs),
  ],
  ['Times', 'the next request on a connection', seconds(DEFAULT_BOUNDS.keepAliveMs)],
];

describe('the page of limits', () => {
  it.each(SAID)('says under %s of %s: %s', (section, of, said) => {
    const [, most] = tableRows(sectionOf(page, section)).find(([name]) => name === of) ?? [];
    expect(most).toMatch(new RegExp(`(^|\\s)${said}\\b`));
  });

  it('says how many requests a connection takes, and how many bodies of strangers are waited for', () => {
    const requests = DEFAULT_BOUNDS.maxRequestsPerConnection.toLocaleString('en');
    expect(sectionOf(page, 'Connections')).toContain(`A connection takes ${requests} requests`);
    const bodies = tableRows(sectionOf(page, 'At the same time')).find(([name = '']) => name.includes('bodies'));
    expect(bodies?.[2]).toBe(String(DEFAULT_BOUNDS.maxAnonymousBodies));
  });
});
