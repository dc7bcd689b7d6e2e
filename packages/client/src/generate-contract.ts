import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

/** The contract, of which this package is made. */
const CONTRACT_URL = new URL('../../../openapi/causeway.yaml', import.meta.url);
const TYPES_PATH = fileURLToPath(new URL('./contract.generated.ts', import.meta.url));

/** TypeScript text of the wire types of the whole contract. */
export async function generateContract(): Promise<string> {
  const header =
    '/* Generated from the contract by generate-contract.ts. Do not edit; run `npm run generate -w @causeway/client`. */\n\n';
  return header + astToString(await openapiTS(CONTRACT_URL, { silent: true }));
}

// Run as a script it writes the file; imported by the test it does nothing.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(TYPES_PATH, await generateContract());
}
