/** How a pass over the lines is made, whichever they are. */
export interface Pass {
  readonly rounds: number;
  /** How long each contestant runs in each round. */
  readonly seconds: number;
  readonly rows: number;
  readonly seed: string;
  /** Folder of the database that is kept from run to run; null for one that goes with the run. Absolute. */
  readonly dataDir: string | null;
}
