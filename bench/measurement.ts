/** What a figure must be. `ratio` is value over reference value. */
export type Target =
  | { readonly of: 'ratio' | 'value'; readonly atLeast: number }
  | { readonly of: 'ratio' | 'value'; readonly atMost: number }
  | { readonly of: 'ratio' | 'value'; readonly moreThan: number };

/** One figure of a run, as it is printed in a line of JSON. */
export interface Measurement {
  readonly name: string;
  /** Median over the rounds. */
  readonly value: number;
  readonly unit: string;
  readonly referenceName: string | null;
  /** Median over the same rounds; null without a reference, or when it could not be measured here. */
  readonly referenceValue: number | null;
  /** Median of the rounds' own ratios, so that a machine whose speed drifts does not move it. */
  readonly ratio: number | null;
  /** Smallest and largest of the rounds' ratios, or of their values where there is no reference. */
  readonly spread: readonly [number, number];
  readonly target: Target | null;
  /** Null without a target, and where the reference is missing. */
  readonly met: boolean | null;
  readonly rounds: number;
  readonly rows: number;
  readonly seed: string;
  /** Changes that a whole catch-up did not show, and those it showed twice; null where nothing was counted. */
  readonly lost: number | null;
  readonly doubled: number | null;
  /** What a reader has to know about this figure, such as why a reference is missing. */
  readonly note: string | null;
}

/** A reference with one value per round; `values` is null when it cannot be measured here, and `note` says why. */
export interface Reference {
  readonly name: string;
  readonly values: readonly number[] | null;
  readonly note?: string;
}

export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** One value per round. */
  readonly values: readonly number[];
  readonly reference?: Reference;
  readonly target?: Target;
  readonly counted?: { readonly lost: number; readonly doubled: number };
  readonly note?: string;
}

/** The figure with its medians, its ratio and whether it meets its target. */
export function measurementOf(
  figure: Figure,
  { rows, seed }: { readonly rows: number; readonly seed: string },
): Measurement {
  const { values, reference, target = null } = figure;
  const referenceValues = reference?.values ?? null;
  const ratios = referenceValues === null ? null : values.map((value, round) => value / (referenceValues[round] ?? 0));
  const value = median(values);
  const ratio = ratios === null ? null : median(ratios);
  const compared = ratios ?? values;
  const notes = [figure.note, reference?.note].filter((note) => note !== undefined);
  return {
    name: figure.name,
    value,
    unit: figure.unit,
    referenceName: reference?.name ?? null,
    referenceValue: referenceValues === null ? null : median(referenceValues),
    ratio,
    spread: [Math.min(...compared), Math.max(...compared)],
    target,
    met: target === null ? null : isMet(target, value, ratio),
    rounds: values.length,
    rows,
    seed,
    lost: figure.counted?.lost ?? null,
    doubled: figure.counted?.doubled ?? null,
    note: notes.length === 0 ? null : notes.join(' '),
  };
}

function isMet(target: Target, value: number, ratio: number | null): boolean | null {
  const figure = target.of === 'value' ? value : ratio;
  if (figure === null) return null;
  if ('moreThan' in target) return figure > target.moreThan;
  return 'atLeast' in target ? figure >= target.atLeast : figure <= target.atMost;
}

/** The middle value; the mean of the two in the middle of an even count. Throws RangeError without values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which that share of the values lies, interpolated between neighbours. Throws RangeError without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new RangeError('no values to take a quantile of');
  return low + (high - low) * (place - Math.floor(place));
}
