import { type Fault, faultOf } from '../../../domain/connection/connection-fault.ts';
import type { SuspendedSignIn } from '../../contract.ts';

/** Stops a recipe with a typed fault; caught where a part of the session ends. */
export class StepFault extends Error {
  override readonly name = 'StepFault';
  readonly fault: Fault;
  /** Whether the fault names its step already. */
  readonly named: boolean;
  readonly suspended: SuspendedSignIn | null;

  constructor(
    fault: Fault,
    options: { readonly cause?: unknown; readonly named?: boolean; readonly suspended?: SuspendedSignIn } = {},
  ) {
    super(fault.message, { cause: options.cause });
    this.fault = fault;
    this.named = options.named ?? false;
    this.suspended = options.suspended ?? null;
  }
}

/** The page is not what the recipe says; `what` tells how, and nothing of what stood there. */
export function portalChanged(what: string): Fault {
  return faultOf('portal_changed', `The portal is not as the recipe knows it: ${what}.`);
}
