import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CATALOGUE, ERROR_CODES } from './error-catalogue.ts';

const PAGES = new URL('../../docs/errors/', import.meta.url);

describe('error pages', () => {
  it('exist for each code and for nothing else', () => {
    const pages = readdirSync(PAGES).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(ERROR_CODES.map((code) => `${code}.md`).sort());
  });

  it.each(ERROR_CODES)('explain %s: status, meaning, occasion, remedy and a body that carries the code', (code) => {
    const page = readFileSync(new URL(`${code}.md`, PAGES), 'utf8');
    expect(page).toContain(`# \`${code}\``);
    expect(page).toContain(`HTTP status ${ERROR_CATALOGUE[code].status}`);
    for (const heading of ['## What it means', '## When it comes', '## What to do']) expect(page).toContain(heading);
    const example = /```json\n([\s\S]+?)\n```/.exec(page)?.[1] ?? '';
    expect(JSON.parse(example).error.code).toBe(code);
  });

  it('are listed in the index', () => {
    const index = readFileSync(new URL('README.md', PAGES), 'utf8');
    for (const code of ERROR_CODES) expect(index).toContain(`](${code}.md)`);
  });
});
