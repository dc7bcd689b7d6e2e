import type { CommandParts } from '../../src/commands/parts.ts';
import type { IngestParts } from '../../src/ingest/parts.ts';
import type { Choices } from '../../test/support/choices.ts';
import type { Journal } from './journal.ts';

/** What one lane of a writer works with. */
export interface WriterParts extends CommandParts, IngestParts {
  readonly choices: Choices;
  readonly journal: Journal;
  /** Probability of dying, at each of the points made for it. */
  readonly deathRate: number;
}
