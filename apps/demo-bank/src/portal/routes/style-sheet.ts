import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { BankParts } from '../../routes/bank-parts.ts';

const FOLDER = join(import.meta.dirname, '..', 'styles');

/** The style sheet of a bank: what all pages need, then what is its own. */
export function registerStyleSheet(app: FastifyInstance, { personality }: BankParts): void {
  const parts = ['base.css', `${personality.id}.css`].map((name) => readFileSync(join(FOLDER, name), 'utf8'));
  const text = parts.join('\n');
  app.get('/style.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'max-age=300').send(text),
  );
}
