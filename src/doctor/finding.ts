/** What a check found. Only `problem` makes the doctor's exit code 1. */
export interface Finding {
  /** Name of the check, the same in every release. */
  readonly check: CheckName;
  readonly level: 'ok' | 'warning' | 'problem';
  /** What is so, as a sentence. Never holds a secret. */
  readonly message: string;
  /** What to do; null where nothing has to be done. */
  readonly fix: string | null;
}

export const CHECKS = [
  'node',
  'settings',
  'institutions',
  'data-folder',
  'disk',
  'database',
  'roles',
  'migrations',
  'durability',
  'clock',
  'master-key',
  'cursor-keys',
  'evidence',
  'browser',
  'ports',
  'webhooks',
  'connections',
  'schedule',
  'jobs',
  'quarantine',
  'balance-proof',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** Nothing to do. */
export function ok(check: CheckName, message: string): Finding {
  return { check, level: 'ok', message, fix: null };
}

/** It works, but not for long or not safely; `fix` is a sentence that says what to do. */
export function warn(check: CheckName, message: string, fix: string): Finding {
  return { check, level: 'warning', message, fix };
}

/** It does not work, or not all of it; `fix` is a sentence that says what to do. */
export function problem(check: CheckName, message: string, fix: string): Finding {
  return { check, level: 'problem', message, fix };
}

/** `1 file`, `2 files`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
