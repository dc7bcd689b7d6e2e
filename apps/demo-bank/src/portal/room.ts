import type { ShownAccount, SimulatedBank } from '@causeway/bank-simulator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DelegatedUser } from '../delegated-user.ts';
import type { BankParts } from '../routes/bank-parts.ts';
import { maySee } from './account-permissions.ts';
import { enterPortal } from './enter.ts';
import type { Visit } from './visit.ts';

/** A signed-in user at the bank's present moment, with the accounts that the owner lets it see. */
export interface Room {
  readonly visit: Visit;
  readonly user: DelegatedUser;
  readonly bank: SimulatedBank;
  readonly accounts: readonly ShownAccount[];
}

/** Lets a signed-in user in, or answers why not and gives null. */
export async function enterRoom(request: FastifyRequest, reply: FastifyReply, parts: BankParts): Promise<Room | null> {
  const visit = await enterPortal(request, reply, { parts, gate: 'user' });
  if (visit === null) return null;
  const { user } = visit;
  if (user === null) {
    visit.redirect('sign-in');
    return null;
  }
  const bank = await parts.instances.enter(user, visit.virtualMs);
  const accounts = bank.listAccounts().filter(({ id }) => maySee(user, id));
  return { visit, user, bank, accounts };
}
