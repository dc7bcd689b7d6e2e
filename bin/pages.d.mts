/** Types of pages.mjs, which has to stay plain JavaScript. */
export function stampOfPages(root: string): string;
export function writePagesStamp(folder: string, stamp: string): void;
export function arePagesCurrent(root: string): boolean;
export function buildPagesWhenNeeded(
  root: string,
  runtime: { readonly path: string },
  out?: { write(text: string): unknown },
): Promise<{ readonly kind: 'current' | 'built' } | { readonly kind: 'failed'; readonly message: string }>;
