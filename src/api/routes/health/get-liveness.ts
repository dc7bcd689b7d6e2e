import { defineOperation } from '../../operation.ts';
import type { CoreParts } from '../../parts.ts';

/** Is the process alive. Touches nothing but the process itself. */
export const getLiveness = defineOperation<'getLiveness', CoreParts>('getLiveness', {
  handle: (_input, { parts }) => ({ status: 200, body: { status: 'ok', version: parts.version } }),
});
