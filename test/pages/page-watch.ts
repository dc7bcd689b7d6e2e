import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Hears everything that should not be heard of a page. */
export interface PageWatch {
  /** What was heard so far. */
  problems(): readonly string[];
  /** Problems that a test causes on purpose and names here, by a part of their text, do not count. */
  allow(part: string): void;
  expectClean(): void;
}

/** Requests that are refused are part of many tests; the browser writes each into its console. */
const REFUSED_REQUEST = /^Failed to load resource: the server responded with a status of/;

/** Listens from now on: to violations of the page's policy, to errors on its console, and to those that nobody caught. */
export async function watchPage(page: Page): Promise<PageWatch> {
  const heard: string[] = [];
  const allowed: string[] = [];
  const problems = () => heard.filter((problem) => !allowed.some((part) => problem.includes(part)));
  page.on('pageerror', (error) => heard.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !REFUSED_REQUEST.test(text)) heard.push(`console: ${text}`);
  });
  await page.exposeFunction('noteViolation', (violation: string) => {
    heard.push(`policy: ${violation}`);
  });
  await page.addInitScript(LISTEN_FOR_VIOLATIONS);
  return {
    problems,
    allow: (part) => allowed.push(part),
    expectClean: () => expect(problems()).toEqual([]),
  };
}

/** Runs in the page, before its own scripts. */
const LISTEN_FOR_VIOLATIONS = `
  document.addEventListener('securitypolicyviolation', (event) => {
    globalThis.noteViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile + ':' + event.lineNumber);
  });
`;
