import { fileURLToPath } from 'node:url';
import { type Contract, loadContract } from '../../src/api/contract/contract.ts';

export const CONTRACT_PATH = fileURLToPath(new URL('../../openapi/causeway.yaml', import.meta.url));

let loaded: Contract | undefined;

/** The contract, read once for all tests of a file. */
export function theContract(): Contract {
  loaded ??= loadContract(CONTRACT_PATH);
  return loaded;
}
