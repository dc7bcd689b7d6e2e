import type { FastifyInstance } from 'fastify';
import { presentBankFrontPage, presentHouseFrontPage } from '../pages/front-page.ts';
import { sendPage } from '../pages/page.ts';
import type { HouseParts } from './bank-parts.ts';

/** The doors: one page for the house, one for each bank. */
export function registerFrontRoutes(app: FastifyInstance, { personalities }: HouseParts): void {
  app.get('/', (_request, reply) => sendPage(reply, 200, presentHouseFrontPage(personalities)));
  for (const personality of personalities) {
    app.get(`/${personality.id}`, (_request, reply) => sendPage(reply, 200, presentBankFrontPage(personality)));
  }
}
