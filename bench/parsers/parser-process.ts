import { answerParent } from '../../test/support/processes/child.ts';
import type { ParserConfig, ParserQuestion, ParserReply } from './parser-contestant.ts';
import { getParser } from './parsers.ts';

/** One package in a process of its own: reads a file again and again until its time is over. */
answerParent<ParserConfig, null, ParserQuestion, ParserReply>(async ({ parserName, path, bytes, entries }) => {
  const parser = getParser(parserName);
  return {
    hello: null,
    answer: async ({ durationMs }) => {
      const startMs = performance.now();
      let read = 0;
      do {
        const found = await parser.countEntries(path);
        if (found !== entries) throw new Error(`${parserName} found ${found} of ${entries} entries`);
        read += bytes;
      } while (performance.now() - startMs < durationMs);
      const megabytesPerSecond = read / 1_000 / (performance.now() - startMs);
      return { megabytesPerSecond, peakMb: process.resourceUsage().maxRSS / 1_000 };
    },
  };
});
