import type { World } from './harness/world.ts';
import type { Measurement } from './measurement.ts';

/** A family of figures that are measured together, in one file. */
export interface Line {
  /** What `--only` selects by its beginning. Its figures have this name, or begin with it and a dot. */
  readonly name: string;
  /** One sentence for `--help`. */
  readonly about: string;
  measure(world: World): Promise<readonly Measurement[]>;
}
