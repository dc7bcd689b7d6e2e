import type { Client, Schemas } from '@causeway/client';
import { bankAt } from '../../../apps/demo-bank/src/testing/running-bank.ts';
import { GOOD_PASSWORD, signInPlainly } from '../../../apps/demo-bank/src/testing/sign-in.ts';
import { createDelegatedUser } from '../../../src/cli/quickstart/bank-owner.ts';

export const BANKS = ['harbor', 'ridgeline', 'linden'] as const;
export type BankId = (typeof BANKS)[number];
export const COMPANY = '4410071';

/** A connection whose delegated user can sign in. */
export interface PortalConnection {
  readonly id: string;
  readonly bank: BankId;
  readonly username: string;
  readonly password: string;
}

/** An API with a key of a test environment, and the demo bank that it knows. */
interface Place {
  readonly client: Client;
  readonly bankUrl: string;
}

/** Makes a connection and its user at the bank, who chooses a password as its person does; its first sync is left to begin. */
export async function onboard({ client, bankUrl }: Place, bank: BankId, number: number): Promise<PortalConnection> {
  const { entityId } = await client.createEntity({ body: { externalEntityId: `company-${number}` } });
  const created = await client.createConnection({
    body: { institutionId: `${bank}-portal-demo-bank`, entityId },
  });
  if (created.kind !== 'setup') throw new Error('a new connection is in setup');
  const { instructions } = created.setup;
  const { now: virtualTime } = await client.getSandboxClock();
  const { password: first } = await createDelegatedUser({
    bankUrl,
    bank,
    companyId: COMPANY,
    instructions,
    virtualTime,
  });
  const asked = bankAt(() => bankUrl);
  const { username } = instructions;
  await signInPlainly(asked, bank, { companyId: COMPANY, username, password: first });
  const login: Schemas['ConnectionCredentialsRequest'] = {
    bankCustomerId: COMPANY,
    bankUsername: username,
    password: GOOD_PASSWORD,
  };
  await client.putConnectionCredentials({ connectionId: created.id, body: login });
  return { id: created.id, bank, username, password: GOOD_PASSWORD };
}
