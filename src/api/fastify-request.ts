import type { BoundOperation } from './bound-operation.ts';
import type { Principal } from './parts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom the request acts for, once its key has been accepted. */
    principal: Principal | null;
    /** Real time of its arrival, in milliseconds since the epoch. */
    startedAtMs: number;
  }
  interface FastifyContextConfig {
    /** Absent on paths that do not exist. */
    operation?: BoundOperation;
  }
}
