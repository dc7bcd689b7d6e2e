import type { GuideTexts } from './guide-catalogue.ts';

const files: Record<string, string> = import.meta.glob(
  [
    '../../../../../docs/**/*.md',
    '../../../../../{README,ARCHITECTURE,CONTRIBUTING,SECURITY,CHANGELOG}.md',
    '../../../../../packages/*/README.md',
    '../../../../../apps/*/README.md',
  ],
  { query: '?raw', import: 'default', eager: true },
);

/** Every page of the repository, built into a script of its own that is loaded with the first page that is read. */
export const guideTexts: GuideTexts = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.replace(/^(?:\.\.\/)+/, ''), text]),
);
