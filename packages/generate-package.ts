import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/**
 * Builds what users of a package get: `node packages/generate-package.ts <package> <folder>`. JavaScript with types, since Node strips no
 * types below `node_modules`; its own package.json, README and licence. The repository itself runs from `src`.
 */
const [name = '', out = ''] = process.argv.slice(2);
if (name === '' || out === '') throw new Error('a package and a folder must be named');
const HERE = fileURLToPath(new URL(`${name}/`, import.meta.url));
const ROOT = join(HERE, '../..');
const own = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
const entries: Readonly<Record<string, string>> = typeof own.exports === 'string' ? { '.': own.exports } : own.exports;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
compile();
writeFileSync(join(out, 'package.json'), `${JSON.stringify(describePackage(), null, 2)}\n`);
cpSync(join(HERE, 'README.md'), join(out, 'README.md'));
cpSync(join(ROOT, 'LICENSE'), join(out, 'LICENSE'));

function compile(): void {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const files = Object.values(entries).map((entry) => join(HERE, entry));
  const program = ts.createProgram(files, {
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
    getCanonicalFileName: (file: string) => file,
    getCurrentDirectory: () => HERE,
    getNewLine: () => '\n',
  };
  throw new Error(ts.formatDiagnostics(problems, host));
}

/** The package as its users get it. */
function describePackage(): Record<string, unknown> {
  const {
    private: _private,
    scripts: _scripts,
    files: _files,
    exports: _exports,
    devDependencies: _dev,
    ...rest
  } = own;
  const compiled = Object.entries(entries).map(([path, source]) => {
    const base = source.replace(/^\.\/src\//, './').replace(/\.ts$/, '');
    return [path, { types: `${base}.d.ts`, default: `${base}.js` }] as const;
  });
  return { ...rest, exports: Object.fromEntries(compiled), engines: { node: '>=20' } };
}
