/** Making a format takes a hundred times as long as formatting with it, and a table formats hundreds of values at a time. */
const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

/** Kept by locale and options: making one is slow, and every cell of a table needs the same. */
export function numberFormat(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept(numbers, [locale, options], () => new Intl.NumberFormat(locale, options));
}

/** Kept by locale and options, as number formats are. */
export function dateFormat(locale: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, [locale, options], () => new Intl.DateTimeFormat(locale, options));
}

function kept<Format>(formats: Map<string, Format>, by: unknown, make: () => Format): Format {
  const key = JSON.stringify(by);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = make();
  formats.set(key, format);
  return format;
}
