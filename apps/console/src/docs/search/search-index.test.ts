import { describe, expect, it } from 'vitest';
import { createSearchIndex, type SearchEntry } from './search-index.ts';

const entry = (title: string, text: string, more: Partial<SearchEntry> = {}): SearchEntry => ({
  kind: 'guide',
  title,
  place: 'Guide',
  address: `/docs/${title}`,
  text,
  ...more,
});
const titles = (query: string, entries: readonly SearchEntry[]) =>
  createSearchIndex(entries)
    .find(query)
    .map((hit) => hit.entry.title);

describe('the search', () => {
  it('finds what has every word, whatever the case, with titles first', () => {
    const entries = [
      entry('Retries', 'A webhook that fails is tried again.'),
      entry('Webhooks', 'How they are signed and tried.'),
      entry('Cursors', 'Nothing of it.'),
    ];
    expect(titles('WEBHOOK tried', entries)).toEqual(['Webhooks', 'Retries']);
    expect(titles('webhook absent', entries)).toEqual([]);
    expect(titles('  ', entries)).toEqual([]);
  });

  it('puts an exact title before everything else', () => {
    const entries = [
      entry('Transactions of a transaction', 'transaction'),
      entry('Transaction', 'x', { kind: 'schema' }),
    ];
    expect(titles('transaction', entries)[0]).toBe('Transaction');
  });

  it('shows the text around what was found, from the beginning of a word', () => {
    const text = `${'before '.repeat(40)}needle ${'after '.repeat(40)}`;
    const [hit] = createSearchIndex([entry('T', text)]).find('needle');
    expect(hit?.excerpt).toMatch(/^… before .*needle after .* …$/);
  });

  it('answers with a bounded number of hits, and takes a bounded question', () => {
    const many = Array.from({ length: 500 }, (_, at) => entry(`page ${at}`, 'word'));
    expect(titles('word', many)).toHaveLength(30);
    expect(titles(`word ${'x'.repeat(10_000)}`, many)).toEqual([]);
  });

  it('leaves room for other pages where one has the words in many parts', () => {
    const parts = Array.from({ length: 9 }, (_, at) => entry('part', 'word', { address: `/docs/long#${at}` }));
    expect(titles('word', [...parts, entry('other', 'a word')])).toEqual(['part', 'part', 'part', 'other']);
  });

  it('finds the right place in texts whose letters grow in lower case', () => {
    const [hit] = createSearchIndex([entry('T', `${'İ'.repeat(100)} needle and more`)]).find('needle');
    expect(hit?.excerpt).toContain('needle and more');
  });
});
