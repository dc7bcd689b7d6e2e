import { describe, expect, it } from 'vitest';
import { listGuides, readCatalogue } from './guide-catalogue.ts';

const TEXTS = {
  'docs/README.md':
    '# Documentation\n\nStart with the [README](../README.md).\n\n## Guides\n\n- [Connect a `bank`](guides/connect.md): from the first request; see [the glossary](../ARCHITECTURE.md#glossary).\n\n## Reference\n\n- [Errors](errors/README.md): every code.\n- [Nothing](guides/gone.md): no such file.\n\n## Project\n\n- [Architecture](../ARCHITECTURE.md), [changes](../CHANGELOG.md).\n',
  'README.md': '# Causeway\n',
  'docs/guides/connect.md': '# Connect\n',
  'docs/errors/README.md': '# Errors\n\n| [`conflict`](conflict.md) | [elsewhere](../guides/connect.md) |\n',
  'docs/errors/conflict.md': '# `conflict`\n',
  'ARCHITECTURE.md': '# Architecture\n',
  'CHANGELOG.md': '# Changes of Causeway\n',
};

describe('the catalogue of pages', () => {
  const sections = readCatalogue(TEXTS);

  it('follows the overview, its headings and its order', () => {
    expect(sections.map(({ title, pages }) => [title, pages.map(({ address }) => address)])).toEqual([
      ['Start', ['/docs/readme', '/docs/contents']],
      ['Guides', ['/docs/guides/connect']],
      ['Reference', ['/docs/errors']],
      ['Project', ['/docs/architecture', '/docs/changelog']],
    ]);
  });

  it('names pages as the overview does, and by their headings where the overview mentions them in a sentence', () => {
    expect(listGuides(sections).map(({ title }) => title)).toEqual([
      'Causeway',
      'All pages',
      'Connect a bank',
      'Errors',
      'conflict',
      'Architecture',
      'Changes of Causeway',
    ]);
    expect(sections[1]?.pages[0]?.purpose).toBe('from the first request');
  });

  it('puts the pages of a folder below the README that lists them', () => {
    expect(sections[2]?.pages[0]?.children.map(({ address }) => address)).toEqual(['/docs/errors/conflict']);
  });
});
