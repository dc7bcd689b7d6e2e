import { ENVIRONMENTS, type Environment } from '../../src/domain/environment.ts';
import type { ReaderConfig } from './reader-process.ts';

/** The character of one reader. */
export interface ReaderProfile extends Pick<ReaderConfig, 'filter' | 'bootstrap' | 'save' | 'dozes' | 'restartRate'> {
  readonly name: string;
  readonly environment: Environment;
}

/** In the test environment virtual time makes cursors expire and tombstones go; in the live one nothing is forgotten. */
const PROFILES: readonly Omit<ReaderProfile, 'name'>[] = [
  { environment: 'test', filter: 'none', bootstrap: 'beginning', save: 'together', dozes: true, restartRate: 0 },
  { environment: 'live', filter: 'none', bootstrap: 'head', save: 'apart', dozes: false, restartRate: 0 },
  { environment: 'live', filter: 'account', bootstrap: 'beginning', save: 'apart', dozes: false, restartRate: 0.01 },
  { environment: 'test', filter: 'connection', bootstrap: 'head', save: 'together', dozes: false, restartRate: 0.01 },
  { environment: 'test', filter: 'none', bootstrap: 'head', save: 'apart', dozes: false, restartRate: 0.005 },
  {
    environment: 'live',
    filter: 'connection',
    bootstrap: 'beginning',
    save: 'together',
    dozes: false,
    restartRate: 0.003,
  },
  { environment: 'live', filter: 'none', bootstrap: 'beginning', save: 'apart', dozes: false, restartRate: 0.005 },
  { environment: 'test', filter: 'account', bootstrap: 'head', save: 'apart', dozes: true, restartRate: 0.01 },
];

/** The first `count` characters, over and over again. */
export function readerProfiles(count: number): ReaderProfile[] {
  return Array.from({ length: Math.ceil(count / PROFILES.length) }, () => PROFILES)
    .flat()
    .slice(0, count)
    .map((profile, index) => {
      const filter = profile.filter === 'none' ? 'all' : profile.filter;
      return {
        ...profile,
        name: `${index + 1}: ${profile.environment}, ${filter}, ${profile.dozes ? 'dozing' : profile.save}`,
      };
    });
}

/** Readers that begin when all is quiet, by both ways, in both environments. */
export function freshProfiles(): ReaderProfile[] {
  return ENVIRONMENTS.flatMap((environment) =>
    (['head', 'beginning'] as const).map((bootstrap) => ({
      name: `fresh: ${environment}, from ${bootstrap}`,
      environment,
      bootstrap,
      filter: 'none' as const,
      save: 'together' as const,
      dozes: false,
      restartRate: 0,
    })),
  );
}
