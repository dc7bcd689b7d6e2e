import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { loadContract } from './contract.ts';

const CONTRACT_PATH = fileURLToPath(new URL('../../../openapi/causeway.yaml', import.meta.url));
const WEB_PATH = fileURLToPath(new URL('../../../openapi/web.yaml', import.meta.url));
const CONSOLE_PATH = fileURLToPath(new URL('../../../apps/console/src/api/contract.generated.ts', import.meta.url));

/** TypeScript text of what the pages in the browser know of both documents: wire types, and method and path by operation. */
export async function generateConsole(): Promise<string> {
  const contract = loadContract(CONTRACT_PATH, WEB_PATH);
  // The package's own type wants a literal document; what it does with it is checked by the test that compares the file.
  const document = contract.document as unknown as OpenAPI3;
  const header =
    '/* Generated from both contracts by src/api/contract/generate-console.ts. Do not edit; run `npm run generate`. */\n\n';
  const lines = [...contract.operations.values()].map(({ id, method, path }) => `  ${id}: ['${method}', '${path}'],`);
  const table = ['\n/** Method and path by operation. */', 'export const OPERATIONS = {', ...lines, '} as const;\n'];
  return header + astToString(await openapiTS(structuredClone(document), { silent: true })) + table.join('\n');
}

// Run as a script it writes the file; imported by the test it does nothing.
if (import.meta.main) {
  writeFileSync(CONSOLE_PATH, await generateConsole());
}
