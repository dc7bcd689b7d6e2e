export interface TrendLayout {
  /** Where each value lies, from the left and the top; null for one that is not known. */
  readonly points: readonly (readonly [x: number, y: number] | null)[];
  /** Path of the line, with gaps where nothing is known. */
  readonly line: string;
}

/** Lays amounts out in a box. Only the drawing is in floating-point numbers; what is shown in words stays as it came. */
export function layOutTrend(
  amounts: readonly (string | null)[],
  { width, height }: { readonly width: number; readonly height: number },
): TrendLayout {
  const heights = amounts.map((amount) => (amount === null ? null : Number(amount)));
  const known = heights.filter((each) => each !== null);
  const [lowest, highest] = [Math.min(...known), Math.max(...known)];
  const step = amounts.length < 2 ? 0 : width / (amounts.length - 1);
  const y = (value: number) =>
    highest === lowest ? height / 2 : height - ((value - lowest) / (highest - lowest)) * height;
  const points = heights.map((value, index) =>
    value === null ? null : ([round(index * step), round(y(value))] as const),
  );
  const line = points
    .map((point, index) => {
      if (point === null) return '';
      const begins = index === 0 || points[index - 1] === null;
      return `${begins ? 'M' : 'L'}${point[0]} ${point[1]}`;
    })
    .join('');
  return { points, line };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
