import { fileURLToPath } from 'node:url';
import { type Contract, loadContract } from '../../../src/api/contract/contract.ts';

export const CONTRACT_PATH = fileURLToPath(new URL('../../../openapi/causeway.yaml', import.meta.url));
const WEB_PATH = fileURLToPath(new URL('../../../openapi/web.yaml', import.meta.url));

let loaded: Contract | undefined;

/** The contract together with what the web pages call. */
export function theWholeContract(): Contract {
  return loadContract(CONTRACT_PATH, WEB_PATH);
}

/** The contract, read once for all tests of a file. */
export function theContract(): Contract {
  loaded ??= loadContract(CONTRACT_PATH);
  return loaded;
}
