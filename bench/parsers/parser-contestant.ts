import { startChild } from '../../test/support/processes/start-child.ts';
import type { Contestant } from '../harness/rounds.ts';
import type { Parser } from './parser.ts';

export interface ParserConfig {
  readonly parserName: string;
  readonly path: string;
  readonly bytes: number;
  readonly entries: number;
}

export interface ParserQuestion {
  readonly durationMs: number;
}

export interface ParserReply {
  readonly megabytesPerSecond: number;
  /** Most resident memory of the process so far. */
  readonly peakMb: number;
}

/** A process in which a package reads a file; a turn ends with the first whole reading after its time, and gives megabytes per second. */
export interface ParserContestant extends Contestant {
  /** Most resident memory after the turns so far. */
  peakMb(): number;
  stop(): Promise<void>;
}

export async function startParser(parser: Parser, file: Omit<ParserConfig, 'parserName'>): Promise<ParserContestant> {
  const config: ParserConfig = { ...file, parserName: parser.name };
  const child = await startChild<null, ParserQuestion, ParserReply>(
    new URL('parser-process.ts', import.meta.url),
    config,
  );
  let peakMb = 0;
  return {
    name: parser.name,
    run: async (durationMs) => {
      const reply = await child.ask({ durationMs });
      peakMb = reply.peakMb;
      return reply.megabytesPerSecond;
    },
    peakMb: () => peakMb,
    stop: child.stop,
  };
}
