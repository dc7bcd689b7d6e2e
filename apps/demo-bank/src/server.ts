import fastify, { type FastifyInstance } from 'fastify';
import type { Log } from './log.ts';
import { registerPortal } from './portal/register-portal.ts';
import { refuse } from './refusal.ts';
import { registerAdminRoutes } from './routes/admin.ts';
import type { HouseParts } from './routes/bank-parts.ts';
import { registerControlRoutes } from './routes/control.ts';
import { registerExportRoutes } from './routes/export.ts';
import { registerFrontRoutes } from './routes/front.ts';
import { registerPortalControlRoutes } from './routes/portal-control.ts';
import { registerSandboxControlRoutes } from './routes/sandbox-control.ts';

const MAX_BODY_BYTES = 65_536;
const REQUEST_TIMEOUT_MS = 30_000;

/** Builds the server of all demo banks; it does not listen yet. */
export function buildServer(parts: HouseParts, log: Log): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.setNotFoundHandler((_request, reply) =>
    refuse(reply, 404, { code: 'not_found', message: 'There is nothing here.' }),
  );
  app.setErrorHandler((error, request, reply) => {
    const status = readClientStatus(error);
    if (status !== null) {
      return refuse(reply, status, {
        code: 'malformed_request',
        message: 'The request cannot be read; send valid JSON.',
      });
    }
    log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return refuse(reply, 500, { code: 'internal_error', message: 'The bank has a fault of its own.' });
  });
  // The route's pattern and not its path is logged: a path can hold account ids.
  app.addHook('onResponse', async (request, reply) => {
    const { method, url: route } = request.routeOptions;
    const durationMs = Math.round(reply.elapsedTime);
    log.info({ method, route, status: reply.statusCode, durationMs }, 'request served');
  });
  registerFrontRoutes(app, parts);
  app.register(async (scope) => registerControlRoutes(scope, parts), { prefix: '/control' });
  for (const personality of parts.personalities) {
    const bankParts = { ...parts, personality };
    app.register(async (scope) => registerAdminRoutes(scope, bankParts), { prefix: `/${personality.id}/admin` });
    app.register(async (scope) => registerExportRoutes(scope, bankParts), { prefix: `/${personality.id}/export` });
    app.register(async (scope) => registerPortal(scope, bankParts), { prefix: `/${personality.id}/portal` });
    app.register(async (scope) => registerPortalControlRoutes(scope, bankParts), {
      prefix: `/${personality.id}/control`,
    });
    app.register(async (scope) => registerSandboxControlRoutes(scope, bankParts), {
      prefix: `/${personality.id}/control`,
    });
  }
  return app;
}

/** The status of an error that the sender of a request has caused, such as a body that is no JSON; null for all others. */
function readClientStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : null;
}
