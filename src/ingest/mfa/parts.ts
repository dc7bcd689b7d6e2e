import type { MessageChannel } from '../../domain/connection/code-message.ts';
import type { Tenant } from '../../store/tenants/tenant.ts';

/** What answering questions for one-time codes needs from outside. */
export interface CodeParts {
  /** Real time: codes live in it whatever a test environment's clock shows. */
  nowMs(): number;
  /** Ways in which messages of banks reach this installation. */
  readonly receives: readonly MessageChannel[];
  /** Encrypts a secret, bound to the id of the row that holds it. */
  seal(tenant: Tenant, id: string, plaintext: string): Promise<Uint8Array>;
  open(tenant: Tenant, id: string, sealed: Uint8Array): Promise<string | null>;
  /** The code that an authenticator app shows in a step; null where the seed is none. */
  computeTotp(seed: string, step: number): string | null;
  /** That many unpredictable bytes, from which new passwords are made. */
  randomBytes(count: number): Uint8Array;
  /** Resolves after that time, or rejects with the signal's reason. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}
