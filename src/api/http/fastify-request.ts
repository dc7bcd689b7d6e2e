import type { BoundOperation } from '../bound-operation.ts';
import type { WorkloadFigures } from '../limits/workload.ts';
import type { Person, Principal } from '../parts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whom the request acts for, once its key has been accepted. */
    principal: Principal | null;
    /** Who is signed in, on requests of the console. */
    person: Person | null;
    /** Real time of its arrival, in milliseconds since the epoch. */
    startedAtMs: number;
  }
  interface FastifyInstance {
    /** What the server works on, for its operator. */
    workloadFigures(): WorkloadFigures;
  }
  interface FastifyContextConfig {
    /** Absent on paths that do not exist. */
    operation?: BoundOperation;
    /** True for pages and their files. */
    isPage?: boolean;
  }
}
