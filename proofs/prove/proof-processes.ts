import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '../../src/main.ts';
import { type KeptChild, keepChild } from '../../test/support/processes/kept-child.ts';
import type { ApiProcesses } from './api-processes.ts';
import type { ReaderProfile } from './profiles.ts';
import type { ProofOptions } from './proof.ts';
import { ENTITIES, type World } from './proof-world.ts';
import type { ReaderConfig } from './reader-process.ts';
import type { WriterConfig } from './writer-process.ts';
import type { WrongReaderConfig, WrongResult } from './wrong-reader-process.ts';

/** Transactions that a writer makes side by side. */
const LANES = 2;

/** A proof under way. */
export interface Run {
  readonly options: ProofOptions;
  readonly installation: Installation;
  readonly world: World;
  readonly urlsFile: string;
  readonly apis: ApiProcesses;
  /** Everything that was started, for the clearing away. */
  readonly children: KeptChild[];
}

export function startWriter({ options, world, children }: Run, index: number): KeptChild {
  const child = keepChild({
    name: `writer ${index}`,
    file: new URL('writer-process.ts', import.meta.url),
    config: (life): WriterConfig => ({
      seed: `${options.seed}/writer ${index}/${life}`,
      databaseUrl: options.databaseUrl,
      organizationId: world.organizationId,
      // A file for each life: a line that death cut off must not run into the next one.
      journalPath: join(options.folder, `journal-${index}-${life}`),
      lanes: LANES,
      deathRate: options.deathRate,
      entities: ENTITIES,
    }),
  });
  children.push(child);
  return child;
}

export function startReader({ options, world, urlsFile, children }: Run, profile: ReaderProfile): KeptChild {
  const child = keepChild({
    name: profile.name,
    file: new URL('reader-process.ts', import.meta.url),
    config: (life): ReaderConfig => ({
      ...profile,
      seed: `${options.seed}/${profile.name}/${life}`,
      urlsFile,
      apiKey: world.keys[profile.environment],
      mirrorPath: mirrorPath(options, profile),
      deathRate: options.deathRate * 2,
      mayExpire: profile.environment === 'test',
    }),
  });
  children.push(child);
  return child;
}

export function startWrongReader({ options, children }: Run, results: WrongResult[]): KeptChild {
  const child = keepChild({
    name: 'reader of the known-wrong designs',
    file: new URL('wrong-reader-process.ts', import.meta.url),
    config: (life): WrongReaderConfig => ({
      seed: `${options.seed}/wrong/${life}`,
      databaseUrl: options.databaseUrl,
    }),
    onMessage: (message) => results.push(message as WrongResult), // The only message that child sends.
  });
  children.push(child);
  return child;
}

export function mirrorPath(options: ProofOptions, profile: ReaderProfile): string {
  return join(options.folder, `mirror-${profile.name.replaceAll(/[^a-z0-9]+/g, '-')}.sqlite`);
}

export function journalsOf({ options }: Run): string[] {
  const names = readdirSync(options.folder).filter((name) => name.startsWith('journal-'));
  return names.map((name) => join(options.folder, name));
}
