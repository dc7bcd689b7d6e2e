import type { CommandParts } from '../../../src/commands/parts.ts';
import type { CodeParts } from '../../../src/ingest/mfa/parts.ts';

/** Code parts with the seal of `createCommandParts`, a code per step that says its step, and pauses that only move the clock. */
export function createTestCodes(commands: CommandParts & { readonly clock?: { nowMs: number } }): CodeParts {
  return {
    nowMs: commands.nowMs,
    receives: [],
    seal: commands.sealCredentials,
    open: async (_tenant, id, sealed) => {
      const text = new TextDecoder().decode(sealed);
      const seal = `sealed for ${id}: `;
      if (!text.startsWith(seal)) throw new Error('a secret was opened under another name than it was sealed under');
      return text.slice(seal.length);
    },
    computeTotp: (seed, step) => (seed === 'no seed' ? null : `${seed}-${step}`),
    randomBytes: commands.randomBytes,
    pause: async (ms) => {
      if (commands.clock !== undefined) commands.clock.nowMs += ms;
    },
  };
}
