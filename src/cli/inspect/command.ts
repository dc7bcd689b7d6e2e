import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { EXIT_CODES } from '../exit-code.ts';
import { createLineOutput, type LineOutput } from '../terminal/line-output.ts';
import { type FileReport, type FileVerdict, inspectFile } from './inspection.ts';
import { JsonReport } from './json-report.ts';
import { createProgressBar, type ProgressBar } from './progress-bar.ts';
import { renderSummary } from './render-verdict.ts';
import { createStyle } from './style.ts';
import { TextReport } from './text-report.ts';

interface InspectCommandOptions {
  readonly json?: boolean;
  readonly strict?: boolean;
}

/** Width of a line where the output is no terminal. */
const DEFAULT_WIDTH = 120;

/** `causeway inspect`: what bank files say, without a server and without a database. */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect <files...>')
    .description('show what bank files say, without a server')
    .option('--json', 'print a line of JSON for each file')
    .option('--strict', 'take a warning for a fault')
    .action(inspect);
}

async function inspect(files: readonly string[], options: InspectCommandOptions): Promise<void> {
  const progress = createProgressBar(
    process.stderr,
    { files: files.length, bytes: await sumSizes(files) },
    performance.now.bind(performance),
  );
  const closed = new AbortController();
  const output = clearingOutput(createLineOutput(process.stdout), progress, () => closed.abort());
  const verdicts: FileVerdict[] = [];
  for (const file of files) {
    progress.begin(file);
    const report = chooseReport(file, files.length, options.json ?? false, output);
    const settings = { strict: options.strict ?? false, signal: closed.signal, onBytes: progress.advance };
    verdicts.push(await inspectFile(file, report, settings));
    progress.finish();
    if (closed.signal.aborted) break;
  }
  progress.clear();
  const isSummary = files.length > 1 && !options.json;
  if (isSummary)
    await output.write(renderSummary(verdicts, createStyle(process.stdout), process.stdout.columns ?? null));
  if (verdicts.some(({ error }) => error !== null)) process.exitCode = EXIT_CODES.refused;
}

function chooseReport(file: string, fileCount: number, asJson: boolean, output: LineOutput): FileReport {
  if (asJson) return new JsonReport(file, output);
  if (fileCount > 1) return SILENT;
  return new TextReport(file, output, {
    style: createStyle(process.stdout),
    width: process.stdout.columns ?? DEFAULT_WIDTH,
  });
}

/** Of many files only the verdicts are shown, all together. */
const SILENT: FileReport = { take: async () => undefined, end: async () => undefined };

/** Takes the progress bar away before anything is printed, and tells when nobody reads any more. */
function clearingOutput(output: LineOutput, progress: ProgressBar, onClosed: () => void): LineOutput {
  const write = async (text: string) => {
    progress.clear();
    const isOpen = await output.write(text);
    if (!isOpen) onClosed();
    return isOpen;
  };
  return { write, line: (text) => write(`${text}\n`) };
}

/** Bytes of all files that are there; the others are told of when their turn comes. */
async function sumSizes(files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += (await stat(file).catch(() => null))?.size ?? 0;
  return bytes;
}
