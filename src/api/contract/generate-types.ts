import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { parse } from 'yaml';
import { type Contract, loadContract } from './contract.ts';

const CONTRACT_PATH = fileURLToPath(new URL('../../../openapi/causeway.yaml', import.meta.url));
const TYPES_PATH = fileURLToPath(new URL('./types.generated.ts', import.meta.url));

/** TypeScript text of everything that is derived from the contract at build time: wire types, operation ids, sparse fields. */
export async function generateTypes(contractPath: string): Promise<string> {
  // The package's own type wants a literal document; what it does with it is checked by the test that compares the file.
  const document = parse(readFileSync(contractPath, 'utf8')) as OpenAPI3;
  const wireTypes = astToString(await openapiTS(document, { silent: true }));
  const header =
    '/* Generated from the contract by src/api/contract/generate-types.ts. Do not edit; run `npm run generate`. */\n\n';
  return header + wireTypes + operationTypes(loadContract(contractPath)) + sparseFields(document);
}

/** Which ids there are, which need no key, and which query parameters always have a value because the contract has a default. */
function operationTypes(contract: Contract): string {
  const operations = [...contract.operations.values()];
  const publicIds = operations.filter((operation) => operation.scope === null).map((operation) => operation.id);
  const defaults = operations.map((operation) => {
    const names = operation.parameters.filter((each) => each.location === 'query' && each.schema.default !== undefined);
    return `  ${operation.id}: ${unionOf(names.map((each) => each.name))};`;
  });
  return [
    '\n/** Operations of this API, without the webhooks it sends. */',
    `export type OperationId = ${unionOf(operations.map((operation) => operation.id))};`,
    '\n/** Operations that need no key. */',
    `export type PublicOperationId = ${unionOf(publicIds)};`,
    '\n/** Query parameters with a default, by operation. */',
    'export interface QueryDefaults {',
    ...defaults,
    '}\n',
  ].join('\n');
}

/** Names that `fields` may select, and those that are sent in any case, from the schemas `Sparse<Resource>`. */
function sparseFields(document: OpenAPI3): string {
  const lines = Object.entries(document.components?.schemas ?? {}).flatMap(([name, schema]) => {
    if (!name.startsWith('Sparse') || !('properties' in schema)) return [];
    const known = Object.keys(schema.properties ?? {});
    return [
      `  ${name.slice('Sparse'.length)}: {`,
      `    known: ${JSON.stringify(known)},`,
      `    always: ${JSON.stringify(schema.required ?? [])},`,
      '  },',
    ];
  });
  return [
    '\n/** What `fields` may name, by resource. */',
    'export const SPARSE_FIELDS = {',
    ...lines,
    '} as const;\n',
  ].join('\n');
}

function unionOf(names: readonly string[]): string {
  return names.length === 0 ? 'never' : names.map((name) => JSON.stringify(name)).join(' | ');
}

// Run as a script it writes the file; imported by the test it does nothing.
if (import.meta.main) {
  writeFileSync(TYPES_PATH, await generateTypes(CONTRACT_PATH));
}
