import { faultOf } from '../../domain/connection/connection-fault.ts';
import type { SessionContext, SessionStatements, SourceAccount, SourceStatement } from '../contract.ts';
import { PortalFormError } from './form-error.ts';
import type { Known, StatementsRecipe, Target } from './recipe.ts';
import { faultOfStep, repeatInterrupted } from './repeat-interrupted.ts';
import type { Downloaded } from './steps/download-file.ts';
import { StepFault } from './steps/step-fault.ts';
import type { StepRunner } from './steps/step-runner.ts';

const BEGIN_TIMEOUT_MS = 30_000;
const DENIED = faultOf('delegated_user_missing_permission', 'The delegated user may not see documents.');
/** How every PDF file begins. */
const PDF_MAGIC = '%PDF-';

interface StatementsScope {
  readonly context: SessionContext;
  readonly runner: StepRunner;
  readonly known: Known;
}

/** The documents of a portal, by the words of its links. */
export function readStatements(
  { context, runner, known }: StatementsScope,
  recipe: StatementsRecipe,
): SessionStatements {
  /** Words of the links on the page that was opened last. */
  let links = new Map<string, string>();
  /** Whose page that is. */
  let opened: SourceAccount | null = null;

  async function open(account: SourceAccount): Promise<SourceStatement[]> {
    opened = account;
    await runner.run(recipe.open, known);
    if ((await runner.awaitAny([recipe.denied, recipe.opened])) === 0) throw new StepFault(DENIED);
    return runner.record(
      'read the list of documents',
      () => list(account),
      () => null,
    );
  }

  async function list(account: SourceAccount): Promise<SourceStatement[]> {
    links = new Map();
    const { handle, accountNumber: number, details } = account;
    const chosen: Known = { ...known, account: { handle, number, name: details.name } };
    await runner.run(recipe.choose, chosen);
    const found = await runner.record(
      'list the documents',
      async () => {
        const seen = await runner.awaitAny([recipe.denied, recipe.links, recipe.none]);
        if (seen === 0) throw new StepFault(DENIED);
        return seen === 1 ? runner.page.readLinks(recipe.links) : [];
      },
      (each) => `${each.length} documents`,
    );
    return found.map(({ text }) => {
      const { from: periodStart, to: periodEnd } = recipe.readPeriod(text);
      const key = `${periodStart}/${periodEnd}`;
      if (links.has(key)) throw new PortalFormError('two documents are of the same days');
      links.set(key, text);
      return { key, periodStart, periodEnd };
    });
  }

  function download(key: string): Promise<Downloaded> {
    const target: Target = { role: 'link', name: links.get(key) ?? '', within: recipe.links };
    return runner.record(
      'download a document',
      () => runner.download(target, { beginTimeoutMs: BEGIN_TIMEOUT_MS, signal: context.signal }),
      ({ kind, bytes }) => (bytes === null ? kind : `${bytes.length} bytes`),
    );
  }

  return {
    list: (account) => repeatInterrupted(runner, () => runner.part(() => open(account)), faultOfStep),
    download: async ({ key }) => {
      let isOpen = true;
      const attempt = () =>
        runner.part(async () => {
          if (!isOpen && opened !== null) await open(opened);
          isOpen = false;
          const got = await download(key);
          // The bank has answered with a page: of trouble, or with a question that is put aside; then all begins anew.
          if (got.kind === 'none') await runner.awaitAny([recipe.links]);
          return got;
        });
      const got = await repeatInterrupted(runner, attempt, faultOfStep);
      if (!got.ok) return got;
      const { bytes, fileName } = got.value;
      if (bytes === null || Buffer.from(bytes.subarray(0, PDF_MAGIC.length)).toString('latin1') !== PDF_MAGIC)
        return { ok: false, fault: faultOf('portal_changed', 'A document could not be downloaded as a PDF file.') };
      return { ok: true, value: { bytes, fileName: fileName ?? `${key.replace('/', '_')}.pdf` } };
    },
  };
}
