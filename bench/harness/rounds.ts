/** Something that is measured in turn with others. */
export interface Contestant {
  readonly name: string;
  /** One turn of about that length; its figure, for instance pages per second. */
  run(durationMs: number): Promise<number>;
}

/** One value per round, by contestant. */
export type RoundValues = (contestant: Contestant) => readonly number[];

/**
 * Lets every contestant warm up once, then run once in each round. Each round begins with another one, so that none always
 * runs in the wake of the same neighbour.
 */
export async function runRounds(
  contestants: readonly Contestant[],
  { rounds, durationMs }: { readonly rounds: number; readonly durationMs: number },
  progress: (text: string) => void,
): Promise<RoundValues> {
  const values = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]));
  for (const contestant of contestants) {
    progress(`warming up: ${contestant.name}`);
    await contestant.run(durationMs);
  }
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      const value = await contestant.run(durationMs);
      values.get(contestant)?.push(value);
      progress(`round ${round + 1} of ${rounds}: ${contestant.name} ${value.toPrecision(4)}`);
    }
  }
  return (contestant) => values.get(contestant) ?? [];
}
