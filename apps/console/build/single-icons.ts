import type { Plugin } from 'vite';

const PACKAGE = '@tabler/icons-react';
const IMPORT = /import \{([^}]*)\} from '@tabler\/icons-react';/g;

/**
 * Takes each icon from its own file. The package's entry names six thousand of them, and reading all to use fifty takes most of the
 * time of a build.
 */
export function singleIcons(): Plugin {
  return {
    name: 'single-icons',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/.*\.tsx?$/, code: PACKAGE },
      handler: (code) => ({ code: code.replaceAll(IMPORT, (_all, names: string) => importEach(names)), map: null }),
    },
  };
}

function importEach(names: string): string {
  const wanted = names.split(',').map((name) => name.trim());
  const lines = wanted
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.split(/\s+as\s+/))
    .map(([icon, alias = icon]) => `import ${alias} from '${PACKAGE}/dist/esm/icons/${icon}.mjs';`);
  // On one line, so that the lines below keep their numbers.
  return lines.join(' ') + '\n'.repeat(names.split('\n').length - 1);
}
