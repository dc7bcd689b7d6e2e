import type { FastifyInstance } from 'fastify';
import { PAGE_ROUTES } from './page-paths.ts';
import type { PageParts, PageServer } from './page-server.ts';

/** Serves the pages beside the operations. Their code is loaded when the first one is asked for. */
export function servePages(app: FastifyInstance, parts: PageParts): void {
  let opened: Promise<PageServer> | undefined;
  const open = async () => {
    try {
      const { createPageServer } = await import('./page-server.ts');
      return await createPageServer(parts);
    } catch (cause) {
      // The next request tries again.
      opened = undefined;
      throw cause;
    }
  };
  app.addHook('onClose', async () => (await opened?.catch(() => undefined))?.close());
  for (const url of PAGE_ROUTES) {
    app.route({
      method: ['GET', 'HEAD'],
      url,
      config: { isPage: true },
      handler: async (request, reply) => {
        opened ??= open();
        const pages = await opened;
        // What the guard has set goes along; the rest of the answer is the pages' own.
        for (const [name, value] of Object.entries(reply.getHeaders())) {
          if (value !== undefined && name !== 'cache-control') reply.raw.setHeader(name, value);
        }
        reply.hijack();
        pages.serve(request.raw, reply.raw);
      },
    });
  }
}
