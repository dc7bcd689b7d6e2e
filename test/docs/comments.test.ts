import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.ts';

/** What is shipped. */
const SOURCES = ['src/**/*.ts', 'packages/*/src/**/*.ts', 'apps/*/src/**/*.ts', 'apps/*/src/**/*.tsx'];
const IS_OTHER = /\.test\.tsx?$|\/testing\/|\.generated\.ts$|\.d\.ts$/;

/** Packages that others may use: also types and values that their entries export are described. */
const PUBLIC = ['packages/bank-files', 'packages/client'];

/** A name that a file exports and declares itself; overloads are one. */
interface Exported {
  readonly place: string;
  readonly name: string;
  readonly isCode: boolean;
  isDescribed: boolean;
}

const files = new Map<string, ts.SourceFile>();

function parse(path: string): ts.SourceFile {
  const known = files.get(path);
  if (known !== undefined) return known;
  const file = ts.createSourceFile(path, readFileSync(join(ROOT, path), 'utf8'), {
    languageVersion: ts.ScriptTarget.Latest,
    // Comments are looked for as text, which is faster than reading their tags.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
  files.set(path, file);
  return file;
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

function namesOf(statement: ts.Statement): { readonly name: string; readonly isCode: boolean }[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      const isCode = initializer !== undefined && ts.isFunctionLike(initializer);
      return ts.isIdentifier(name) ? [{ name: name.text, isCode }] : [];
    });
  const isCode = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
  if (!isCode && !ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) return [];
  return [{ name: statement.name?.text ?? 'default', isCode }];
}

function listExported(path: string): Exported[] {
  const { text, statements } = parse(path);
  const found = new Map<string, Exported>();
  for (const statement of statements.filter(isExported)) {
    const comments = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
    const isDescribed = comments.some(({ pos }) => text.startsWith('/**', pos));
    for (const { name, isCode } of namesOf(statement)) {
      const known = found.get(name);
      if (known === undefined) found.set(name, { place: `${path}: ${name}`, name, isCode, isDescribed });
      else known.isDescribed ||= isDescribed;
    }
  }
  return [...found.values()];
}

/** What a file exports, its own and what it passes on. */
function listPassedOn(path: string): Exported[] {
  const others = parse(path).statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
    const { moduleSpecifier, exportClause } = statement;
    if (!ts.isStringLiteral(moduleSpecifier)) return [];
    const there = listPassedOn(join(path, '..', moduleSpecifier.text));
    if (exportClause === undefined || !ts.isNamedExports(exportClause)) return there;
    return exportClause.elements.map(({ propertyName, name }) => {
      const wanted = (propertyName ?? name).text;
      const exported = there.find((each) => each.name === wanted);
      if (exported === undefined) throw new Error(`${path} passes ${wanted} on, which ${moduleSpecifier.text} has not`);
      return exported;
    });
  });
  return [...listExported(path), ...others];
}

/** Where the undescribed ones are. */
const undescribed = (list: readonly Exported[]) => list.flatMap(({ isDescribed, place }) => (isDescribed ? [] : place));

describe('comments', () => {
  it('say of every exported function and class what its name does not', () => {
    const paths = globSync(SOURCES, { cwd: ROOT }).filter((path) => !IS_OTHER.test(path));
    const code = paths.flatMap(listExported).filter(({ isCode }) => isCode);
    expect(code.length).toBeGreaterThan(2_000);
    expect(undescribed(code)).toEqual([]);
  });

  it.each(PUBLIC)('say of everything that %s exports what it is', (folder) => {
    const { exports } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    const entries: string[] = typeof exports === 'string' ? [exports] : Object.values(exports);
    const everything = entries.flatMap((entry) => listPassedOn(join(folder, entry)));
    expect(everything.length).toBeGreaterThan(40);
    expect(undescribed(everything)).toEqual([]);
  });
});
