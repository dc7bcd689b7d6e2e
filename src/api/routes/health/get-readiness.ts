import { refuseUnavailable } from '../../http/thrown-error.ts';
import { defineOperation } from '../../operation.ts';
import type { CoreParts } from '../../parts.ts';

/** Can requests be served. 503 while starting, shutting down, without a database or while it only reads. */
export const getReadiness = defineOperation<'getReadiness', CoreParts>('getReadiness', {
  async handle(_input, { parts }) {
    if (!(await parts.isReady())) return refuseUnavailable(1);
    return { status: 200, body: { status: 'ok', version: parts.version } };
  },
});
