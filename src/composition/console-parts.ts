import { createCallerRecheck } from '../api/callers/caller-recheck.ts';
import { createConsoleSessions } from '../api/callers/console-look-up.ts';
import type { ApiParts } from '../api/parts.ts';
import type { CommandParts } from '../commands/parts.ts';
import type { Config } from '../config.ts';
import type { Log } from '../infra/log.ts';
import { createSignIn } from '../infra/sign-in/sign-in.ts';

/**
 * What the console needs: who is signed in, and the sign-in library. Nothing is read or loaded before somebody signs in, so that a process
 * that only serves keys carries none of it. `commands` work in the sessions of the service.
 */
export function openConsole(
  {
    config,
    log,
    purposeKey,
  }: {
    readonly config: Pick<Config, 'publicUrl'>;
    readonly log: Log;
    purposeKey(purpose: string): Promise<Uint8Array>;
  },
  commands: CommandParts,
): Pick<ApiParts, 'console' | 'consoleSessions' | 'recheckCaller'> {
  const { sql, newId, nowMs } = commands;
  let reading: Promise<string> | null = null;
  const secret = (): Promise<string> => {
    reading ??= purposeKey('console sessions').then(
      (key) => Buffer.from(key).toString('base64url'),
      (cause: unknown) => {
        reading = null;
        throw cause;
      },
    );
    return reading;
  };
  return {
    console: {
      sql,
      signIn: createSignIn({ sql, secret, log, newId }),
      ownOrigins: config.publicUrl === null ? [] : [new URL(config.publicUrl).origin],
    },
    consoleSessions: createConsoleSessions({ sql, secret, nowMs }),
    recheckCaller: createCallerRecheck(commands),
  };
}
