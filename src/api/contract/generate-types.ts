import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { type Contract, loadContract } from './contract.ts';

const CONTRACT_PATH = fileURLToPath(new URL('../../../openapi/causeway.yaml', import.meta.url));
const WEB_PATH = fileURLToPath(new URL('../../../openapi/web.yaml', import.meta.url));
const TYPES_PATH = fileURLToPath(new URL('./types.generated.ts', import.meta.url));

/** TypeScript text of everything that is derived from the contract at build time: wire types, operation ids, sparse fields. */
export async function generateTypes(contractPath = CONTRACT_PATH, webPath = WEB_PATH): Promise<string> {
  const contract = loadContract(contractPath, webPath);
  // The package's own type wants a literal document; what it does with it is checked by the test that compares the file.
  const document = contract.document as unknown as OpenAPI3;
  // A copy: the package writes into what it is given, and a document is shared by all that read it in a process.
  const wireTypes = astToString(await openapiTS(structuredClone(document), { silent: true }));
  const header =
    '/* Generated from the contract by src/api/contract/generate-types.ts. Do not edit; run `npm run generate`. */\n\n';
  return header + wireTypes + operationTypes(contract) + sparseFields(document);
}

/** Which ids there are, which act for no organization, which are for people, and which query parameters always have a value because the contract has a default. */
function operationTypes(contract: Contract): string {
  const operations = [...contract.operations.values()];
  const publicIds = operations.filter((operation) => operation.scope === null).map((operation) => operation.id);
  const consoleIds = operations.filter(({ credential }) => credential === 'consoleSession').map(({ id }) => id);
  const defaults = operations.map((operation) => {
    const names = operation.parameters.filter((each) => each.location === 'query' && each.schema.default !== undefined);
    return `  ${operation.id}: ${unionOf(names.map((each) => each.name))};`;
  });
  return [
    '\n/** Operations of this API, without the webhooks it sends. */',
    `export type OperationId = ${unionOf(operations.map((operation) => operation.id))};`,
    '\n/** Operations that act for no organization. */',
    `export type PublicOperationId = ${unionOf(publicIds)};`,
    '\n/** Operations for people who are signed in to the console. */',
    `export type ConsoleOperationId = ${unionOf(consoleIds)};`,
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
  writeFileSync(TYPES_PATH, await generateTypes());
}
