import { expect, it } from 'vitest';
import { languageOf } from './highlight.ts';

it('knows the language of a file by the end of its name, and takes others for text', () => {
  const paths = ['a/integrate.ts', 'a/receive.mjs', 'a/integrate.sh', 'b/alerts.yaml', 'b/causeway.json'];
  expect(paths.map(languageOf)).toEqual(['ts', 'js', 'sh', 'yaml', 'json']);
  expect(['proxy/Caddyfile', 'systemd/causeway-api.service', 'x.constructor'].map(languageOf)).toEqual(
    Array(3).fill('text'),
  );
});
