import type { Line } from './line.ts';
import { footprintMemory } from './lines/footprint-memory.ts';
import { footprintStart } from './lines/footprint-start.ts';
import { freshness } from './lines/freshness.ts';
import { ingestCold } from './lines/ingest-cold.ts';
import { ingestFiles } from './lines/ingest-files.ts';
import { ingestReread } from './lines/ingest-reread.ts';
import { ingestWindow } from './lines/ingest-window.ts';
import { streamDepth } from './lines/stream-depth.ts';
import { streamFields } from './lines/stream-fields.ts';
import { streamIdle } from './lines/stream-idle.ts';
import { streamPage500 } from './lines/stream-page500.ts';
import { streamVsNaive } from './lines/stream-vs-naive.ts';

/** Everything that is measured, in the order in which it is measured. */
export const LINES: readonly Line[] = [
  streamPage500,
  streamVsNaive,
  streamFields,
  streamIdle,
  streamDepth,
  ingestCold,
  ingestReread,
  ingestWindow,
  ingestFiles,
  freshness,
  footprintMemory,
  footprintStart,
];
