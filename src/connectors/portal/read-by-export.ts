import { faultOf } from '../../domain/connection/connection-fault.ts';
import type { ObservedRow } from '../../domain/observation.ts';
import { type ActivityResult, type ActivityScope, readFirstPage } from './activity-scope.ts';
import { PortalFormError } from './form-error.ts';
import type { TablesReading } from './read-tables.ts';
import type { ExportRecipe } from './recipe.ts';
import { toObservedRow } from './to-observation.ts';

const MAX_TRIES = 3;
const BEGIN_TIMEOUT_MS = 30_000;

/**
 * Reads an account by the bank's own file, and what the file does not hold from the account's page. Both are of one moment only where
 * nothing changed between them: the page is read before and after the file, and where the two readings differ, all is read again.
 * Null where the bank gives no usable file: then its pages are read.
 */
export async function readByExport(scope: ActivityScope, recipe: ExportRecipe): Promise<ActivityResult | null> {
  let before = await readFirstPage(scope);
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    if (!before.ok) return { page: null, rows: null, fault: before.fault, evidenceId: null };
    if (holdsOthers(before.value, recipe)) return null;
    const file = await download(scope, recipe);
    if (file === null) return null;
    const after = await readFirstPage(scope);
    if (after.ok && after.value.print === before.value.print) {
      const page = after.value;
      const mapped = mapFile(scope, recipe, file, page.account);
      if (mapped === null) return null;
      const evidenceId = await scope.context.keepEvidence(file, recipe.mediaType);
      const others = page.rows.filter(({ status }) => !recipe.covers.includes(status));
      return { page, rows: [...mapped, ...others], fault: null, evidenceId };
    }
    before = after;
  }
  if (!before.ok) return { page: null, rows: null, fault: before.fault, evidenceId: null };
  const fault = faultOf('portal_unavailable', 'The account kept changing while it was read.');
  return { page: before.value, rows: before.value.rows, fault, evidenceId: null };
}

/** Whether rows that the file leaves out stand among the paged ones: then they may be on any page. */
function holdsOthers({ pagedStatuses }: TablesReading, { covers }: ExportRecipe): boolean {
  return [...pagedStatuses].some((status) => !covers.includes(status));
}

/** The file, or null where none is to be had; the timeline says why. */
async function download(scope: ActivityScope, recipe: ExportRecipe): Promise<Uint8Array | null> {
  const { runner, known, context } = scope;
  const got = await runner.part(async () => {
    await runner.run(recipe.open, known);
    const isOpen = await runner.record(
      'see whether there are files',
      async () => (await runner.awaitAny([recipe.click, ...(recipe.closed === null ? [] : [recipe.closed])])) === 0,
      (open) => (open ? 'open' : 'closed'),
    );
    if (!isOpen) return { bytes: null };
    await runner.run(recipe.fill, known);
    return runner.record(
      'download the file',
      () => runner.download(recipe.click, { beginTimeoutMs: BEGIN_TIMEOUT_MS, signal: context.signal }),
      ({ kind, bytes }) => (bytes === null ? kind : `${bytes.length} bytes`),
    );
  });
  return got.ok ? got.value.bytes : null;
}

function mapFile(
  scope: ActivityScope,
  recipe: ExportRecipe,
  file: Uint8Array,
  account: Parameters<ExportRecipe['toRows']>[1],
): ObservedRow[] | null {
  const { from, to } = scope.known.window;
  try {
    const rows = recipe.toRows(file, account).map((row, index) => toObservedRow(row, account, `row ${index + 1}`));
    // A file of other days than asked for would make rows appear to be gone.
    const strays = rows.some(({ postedDate }) => postedDate !== null && (postedDate < from || postedDate > to));
    return strays ? null : rows;
  } catch (cause) {
    if (cause instanceof PortalFormError) return null;
    throw cause;
  }
}
