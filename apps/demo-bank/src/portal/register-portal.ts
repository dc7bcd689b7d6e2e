import type { FastifyInstance } from 'fastify';
import { readForms } from '../read-forms.ts';
import type { BankParts } from '../routes/bank-parts.ts';
import { registerAccountRoutes } from './routes/accounts.ts';
import { registerActivationRoutes } from './routes/activation.ts';
import { registerDownloadRoutes } from './routes/downloads.ts';
import { registerNewPasswordRoutes } from './routes/new-password.ts';
import { registerNewUserRoutes } from './routes/new-user.ts';
import { registerSignInRoutes } from './routes/sign-in.ts';
import { registerStatementRoutes } from './routes/statements.ts';
import { registerStepRoutes } from './routes/steps.ts';
import { registerStyleSheet } from './routes/style-sheet.ts';
import { registerUserRoutes } from './routes/users.ts';

/** The portal of a bank: pages for people, and for programs that act like people. */
export function registerPortal(app: FastifyInstance, parts: BankParts): void {
  readForms(app);
  registerStyleSheet(app, parts);
  registerSignInRoutes(app, parts);
  registerStepRoutes(app, parts);
  registerNewPasswordRoutes(app, parts);
  registerActivationRoutes(app, parts);
  registerAccountRoutes(app, parts);
  registerDownloadRoutes(app, parts);
  registerStatementRoutes(app, parts);
  registerNewUserRoutes(app, parts);
  registerUserRoutes(app, parts);
}
