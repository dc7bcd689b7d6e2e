/** One page of a list as it was read in one go. */
export interface ReadPage<Row> {
  readonly rows: readonly Row[];
  /** What makes two readings of the page equal: the texts of its rows, its place, and what it says of the whole. */
  readonly print: string;
  /** How many of its rows the bank counts into the total; others stand apart from the list. */
  readonly counted: number;
  /** Rows of the whole list, as the page says; null where it says nothing. */
  readonly total: number | null;
  readonly isLast: boolean;
}

/** A list that is shown page by page. */
export interface PagedList<Row, Problem> {
  /** Opens the first page anew. */
  first(): Promise<PageStep<Row, Problem>>;
  /** Goes on to the next page. */
  next(): Promise<PageStep<Row, Problem>>;
}

export type PageStep<Row, Problem> =
  | { readonly ok: true; readonly value: ReadPage<Row> }
  | { readonly ok: false; readonly fault: Problem };

export type PagesResult<Row, Problem> =
  | { readonly kind: 'whole'; readonly rows: readonly Row[]; readonly passes: number }
  /** The rows of the first page, which were read in one go; of the rest nothing is sure. */
  | { readonly kind: 'cut'; readonly rows: readonly Row[] | null; readonly fault: Problem }
  /** The list changed in every pass; nothing of it may be used but the first page. */
  | { readonly kind: 'restless'; readonly rows: readonly Row[] | null }
  | { readonly kind: 'tooLong' };

export interface PagingOptions {
  /** All pages of one search show one moment: the bank says so itself, and no second look is needed. */
  readonly pinned: boolean;
  readonly maxPages: number;
  readonly maxPasses: number;
}

/**
 * Reads a paged list so that no row is lost or doubled although the list may change while it is read. A row that arrives moves the
 * others down, so that the last of a page comes again as the first of the next; one that goes moves them up, and one is jumped over.
 *
 * Proof of safety: all pages are read once, then all but the last one again. Where every page of the second pass equals that of the
 * first, each had the same content at its first and at its second reading, and the moment at which the last page was read lies between
 * the two for all of them. So the pages together are the list as it stood at that moment, unless a change was undone in between.
 * A page that differs makes the second pass the first of a new try.
 */
export async function readPages<Row, Problem>(
  list: PagedList<Row, Problem>,
  options: PagingOptions,
): Promise<PagesResult<Row, Problem>> {
  let known: readonly ReadPage<Row>[] = [];
  let atomic: readonly Row[] | null = null;
  for (let pass = 1; pass <= options.maxPasses; pass += 1) {
    const read = await readPass(list, known, options);
    atomic = read.pages[0]?.rows ?? atomic;
    if (read.kind === 'cut') return { kind: 'cut', rows: atomic, fault: read.fault };
    if (read.kind === 'tooLong') return { kind: 'tooLong' };
    if (read.kind === 'same' || isSettled(read.pages, options)) {
      const pages = read.kind === 'same' ? known : read.pages;
      if (agreesWithTotal(pages)) return { kind: 'whole', rows: pages.flatMap(({ rows }) => rows), passes: pass };
    }
    known = read.kind === 'same' ? [] : read.pages;
  }
  return { kind: 'restless', rows: atomic };
}

type Pass<Row, Problem> =
  | { readonly kind: 'read' | 'same' | 'tooLong'; readonly pages: readonly ReadPage<Row>[] }
  | { readonly kind: 'cut'; readonly pages: readonly ReadPage<Row>[]; readonly fault: Problem };

/** One pass over the list; ends early with `same` when all but the last page of the known pass have come again. */
async function readPass<Row, Problem>(
  list: PagedList<Row, Problem>,
  known: readonly ReadPage<Row>[],
  { maxPages }: PagingOptions,
): Promise<Pass<Row, Problem>> {
  const pages: ReadPage<Row>[] = [];
  for (;;) {
    const step = pages.length === 0 ? await list.first() : await list.next();
    if (!step.ok) return { kind: 'cut', pages, fault: step.fault };
    pages.push(step.value);
    const same = known.length > 1 && pages.every(({ print }, index) => print === known[index]?.print);
    if (same && pages.length === known.length - 1) return { kind: 'same', pages };
    if (step.value.isLast) return { kind: 'read', pages };
    if (pages.length >= maxPages) return { kind: 'tooLong', pages };
  }
}

/** A single page is one moment of itself; so are all pages of a search that the bank pins. */
function isSettled<Row>(pages: readonly ReadPage<Row>[], { pinned }: PagingOptions): boolean {
  return pinned || pages.length === 1;
}

/** Where the bank says how many rows there are, on every page the same, so many were read. */
function agreesWithTotal<Row>(pages: readonly ReadPage<Row>[]): boolean {
  const count = pages.reduce((sum, { counted }) => sum + counted, 0);
  return pages.every(({ total }) => total === null || total === count);
}
