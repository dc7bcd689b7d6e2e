import { connectOperations } from './connect-operations.ts';
import { consoleOperations } from './console-operations.ts';
import { dataOperations } from './data-operations.ts';
import type { Operation } from './operation.ts';
import type { ApiParts } from './parts.ts';

/** What the pages of the console and of Connect call beside the operations of the public contract. */
export const webOperations: readonly Operation<ApiParts>[] = [
  ...connectOperations,
  ...consoleOperations,
  ...dataOperations,
];
