import type { LoginRenewal } from '../../src/connectors/contract.ts';
import { choosePassword } from '../../src/domain/access/password-rules.ts';
import { computeTotp } from '../../src/infra/totp.ts';

/** Keeps what a session does with a login in the order in which it does it, and secrets by name. */
export interface TestRenewal {
  readonly renewal: LoginRenewal;
  readonly acts: string[];
  readonly secrets: Record<string, string>;
}

/** The bytes of passwords follow from the count, so every run chooses the same. */
export function createTestRenewal(changes: Partial<LoginRenewal> = {}, nowMs: () => number = Date.now): TestRenewal {
  const acts: string[] = [];
  const secrets: Record<string, string> = {};
  let drawn = 0;
  const renewal: LoginRenewal = {
    unsure: null,
    tried: null,
    invitation: null,
    choosePassword: async (rules, names) => {
      const password = choosePassword(rules, Object.values(names), (count) =>
        Uint8Array.from({ length: count }, () => {
          drawn += 37;
          return drawn % 251;
        }),
      );
      acts.push(`password written down for ${names.bankCustomerId}`);
      secrets.password = password;
      return password;
    },
    enrol: async (setupKey) => {
      acts.push('key written down');
      secrets.totpSecret = setupKey;
      secrets.code = computeTotp(setupKey, nowMs());
      return secrets.code;
    },
    noteHandedOver: async (what) => {
      acts.push(`${what} handed over`);
    },
    noteTaken: async (field) => {
      acts.push(`${field} taken`);
    },
    noteRefused: async (field, fault) => {
      acts.push(`${field} refused: ${fault}`);
    },
    ...changes,
  };
  return { renewal, acts, secrets };
}
