import type { CommandParts } from '../parts.ts';

/** All that is stored of a token. The words before it keep it apart from the secrets of keys. */
export function hashConnectToken({ hashWithKey }: Pick<CommandParts, 'hashWithKey'>, token: string): Uint8Array {
  return hashWithKey(`connect token ${token}`);
}
