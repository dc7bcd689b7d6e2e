import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Builds what is published: `node generate-package.ts [folder]`, `dist` by default. JavaScript with types, since Node strips no types below
 * `node_modules`; its own package.json, README and licence. The repository itself runs from `src`.
 */
const HERE = fileURLToPath(new URL('.', import.meta.url));
const out = process.argv[2] ?? join(HERE, 'dist');

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
compile();
writeFileSync(join(out, 'package.json'), `${JSON.stringify(describePackage(), null, 2)}\n`);
cpSync(join(HERE, 'README.md'), join(out, 'README.md'));
cpSync(join(HERE, '../../LICENSE'), join(out, 'LICENSE'));

function compile(): void {
  const { config } = ts.readConfigFile(join(HERE, '../../tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(HERE, '../..'));
  const program = ts.createProgram([join(HERE, 'src/index.ts')], {
    ...options,
    noEmit: false,
    declaration: true,
    rewriteRelativeImportExtensions: true,
    rootDir: join(HERE, 'src'),
    outDir: out,
  });
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length === 0) return;
  const host = {
    getCanonicalFileName: (name: string) => name,
    getCurrentDirectory: () => HERE,
    getNewLine: () => '\n',
  };
  throw new Error(ts.formatDiagnostics(problems, host));
}

/** The package as its users get it. */
function describePackage(): Record<string, unknown> {
  const own = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
  const {
    private: _private,
    scripts: _scripts,
    files: _files,
    exports: _exports,
    devDependencies: _dev,
    ...rest
  } = own;
  return { ...rest, exports: { '.': { types: './index.d.ts', default: './index.js' } }, engines: { node: '>=20' } };
}
