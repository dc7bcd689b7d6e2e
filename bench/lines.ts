import type { Line } from './line.ts';
import { consoleInteractive } from './lines/console-interactive.ts';
import { consoleSearch } from './lines/console-search.ts';
import { footprintMemory } from './lines/footprint-memory.ts';
import { footprintStart } from './lines/footprint-start.ts';
import { freshness } from './lines/freshness.ts';
import { ingestCold } from './lines/ingest-cold.ts';
import { ingestFiles } from './lines/ingest-files.ts';
import { ingestReread } from './lines/ingest-reread.ts';
import { ingestWindow } from './lines/ingest-window.ts';
import { portals } from './lines/portals.ts';
import { refusals } from './lines/refusals.ts';
import { streamDepth } from './lines/stream-depth.ts';
import { streamFields } from './lines/stream-fields.ts';
import { streamIdle } from './lines/stream-idle.ts';
import { streamPage500 } from './lines/stream-page500.ts';
import { streamVsNaive } from './lines/stream-vs-naive.ts';
import { webhooks } from './lines/webhooks.ts';

/** Everything that is measured, in the order in which it is measured. */
export const LINES: readonly Line[] = [
  streamPage500,
  streamVsNaive,
  streamFields,
  streamIdle,
  streamDepth,
  // Before any line that has a worker, which would take over what there is to search meanwhile.
  consoleSearch,
  consoleInteractive,
  refusals,
  ingestCold,
  ingestReread,
  ingestWindow,
  ingestFiles,
  freshness,
  webhooks,
  portals,
  footprintMemory,
  footprintStart,
];
