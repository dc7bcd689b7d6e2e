import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { readPage, sectionOf } from '../support/markdown.ts';

it('the example of the guide is signed as the guide says', () => {
  const text = sectionOf(readPage('docs/guides/webhooks.md'), 'Check the signature');
  const find = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
  const secret = find(/the secret `(whsec_[^`]+)`/);
  const time = find(/the time `(\d+)`/);
  const id = find(/the id `(evt_\w+)`/);
  const body = find(/^```json\n(\{.*\})\n```$/m);
  const hex = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const base64 = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  expect(text).toContain(`Waycore-Signature: t=${time},v1=${hex}\nwebhook-signature: v1,${base64}\n`);
});
