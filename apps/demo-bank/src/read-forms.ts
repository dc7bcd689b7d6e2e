import type { FastifyInstance } from 'fastify';

const MAX_FORM_BYTES = 16_384;

/**
 * Lets the routes of a scope read forms. All others go without, so that no page of another site can post to them.
 */
export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (_request, body, done) => done(null, readForm(body.toString())),
  );
}

/** A field that is repeated, as ticked boxes are, becomes a list. */
function readForm(body: string): Record<string, string | string[]> {
  const form = new URLSearchParams(body);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}
