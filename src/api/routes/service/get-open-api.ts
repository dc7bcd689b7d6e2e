import { defineOperation } from '../../operation.ts';
import type { CoreParts } from '../../parts.ts';

/** The contract that this server implements. */
export const getOpenApi = defineOperation<'getOpenApi', CoreParts>('getOpenApi', {
  handle: (_input, { servedDocument }) => ({ status: 200, rawJson: servedDocument() }),
});
