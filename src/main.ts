export { type Installation, openInstallation, type Running } from './composition/installation.ts';

/**
 * What the program is made of, for the command line and for tests. The installation is all that most of them need; every other part is loaded
 * when it is called, so that a worker carries no API and a command neither, and begins in half the time.
 */
export const startApi = later(async () => (await import('./composition/api-server.ts')).startApi);
export const startSyncing = later(async () => (await import('./composition/syncing.ts')).startSyncing);
export const startInbound = later(async () => (await import('./composition/inbound.ts')).startInbound);
export const warnOfUnread = later(async () => (await import('./composition/unread-institutions.ts')).warnOfUnread);
export const openMetrics = later(async () => (await import('./composition/metrics.ts')).openMetrics);
export const openTracing = later(async () => (await import('./composition/tracing.ts')).openTracing);
export const diagnose = later(async () => (await import('./composition/diagnosis.ts')).diagnose);
export const tryBrowser = later(async () => (await import('./composition/browsers.ts')).tryBrowser);
export const tryRecipe = later(async () => (await import('./composition/recipe-trial.ts')).tryRecipe);
export const backUp = later(async () => (await import('./composition/restoring.ts')).backUp);
export const restore = later(async () => (await import('./composition/restoring.ts')).restore);
export const checkBackup = later(async () => (await import('./backup/restore-backup.ts')).checkBackup);
export const checkContents = later(async () => (await import('./backup/restore-backup.ts')).checkContents);

function later<Args extends unknown[], Result>(
  load: () => Promise<(...args: Args) => Promise<Result>>,
): (...args: Args) => Promise<Result> {
  return async (...args) => (await load())(...args);
}
