import { forTerminal } from '../terminal/line-output.ts';
import { renderTable } from '../terminal/table.ts';
import type { FileVerdict, InspectionError } from './inspection.ts';
import { count, cutFront, nameFormat, type Style } from './style.ts';

type Place = Pick<InspectionError, 'code' | 'message' | 'reason' | 'line' | 'record' | 'accountId'>;

/** What is wrong with a file as a whole: the line at which that became clear is no place to look at. */
const OF_THE_FILE: ReadonlySet<string> = new Set(['empty_file', 'html_page', 'unknown_format']);

/** A problem in two lines: where and what, then what was found. */
export function renderProblem({ code, message, reason, line, record, accountId }: Place): string[] {
  const where = [
    ...(line === null || OF_THE_FILE.has(code) ? [] : [`line ${line}`]),
    ...(record === null || record === '' ? [] : [record]),
    ...(accountId === null ? [] : [`account ${accountId}`]),
  ];
  const place = where.length === 0 ? '' : `${where.join(', ')}: `;
  return [forTerminal(`  ${place}${message}`), forTerminal(`    ${reason}`)];
}

/** The last word on one file. */
export function renderVerdict(verdict: FileVerdict, style: Style): string[] {
  const { file, error, statementCount, transactionCount, warningCount } = verdict;
  const name = forTerminal(file);
  const whole = [
    nameFormat(verdict.format, verdict.version),
    count(statementCount, 'statement'),
    count(transactionCount, 'transaction'),
    ...(verdict.damagedCount === 0 ? [] : [count(verdict.damagedCount, 'damaged statement')]),
    ...(warningCount === 0 ? [] : [count(warningCount, 'warning')]),
  ].join(', ');
  if (error !== null && verdict.format === null) {
    return [
      `${style.bad('✗')} ${style.strong(name)}: not readable`,
      ...renderProblem(error).map((line) => style.bad(line)),
    ];
  }
  if (error === null) return [`${style.good('✓')} ${style.strong(name)}: ${whole}`];
  return [`${style.bad('✗')} ${style.strong(name)}: ${whole}`, ...renderProblem(error).map((line) => style.bad(line))];
}

/** What the columns beside the file's name need at most. */
const OTHER_COLUMNS = 88;
const MIN_NAME = 24;

/** Many files as a table, then every reason why one cannot be used. On a terminal of some width the fronts of long names are left out. */
export function renderSummary(verdicts: readonly FileVerdict[], style: Style, width: number | null): string {
  const nameWidth = width === null ? Number.POSITIVE_INFINITY : Math.max(MIN_NAME, width - OTHER_COLUMNS);
  const columns = [
    { title: '' },
    { title: 'FILE' },
    { title: 'FORMAT' },
    { title: 'STATEMENTS', align: 'right' as const },
    { title: 'TRANSACTIONS', align: 'right' as const },
    { title: 'WARNINGS', align: 'right' as const },
    { title: 'BALANCES' },
  ];
  const rows = verdicts.map((verdict) => [
    verdict.error === null ? '✓' : '✗',
    cutFront(forTerminal(verdict.file), nameWidth),
    verdict.format === null ? '–' : nameFormat(verdict.format, verdict.version),
    String(verdict.statementCount),
    String(verdict.transactionCount),
    String(verdict.warningCount),
    describeBalances(verdict),
  ]);
  const [title = '', ...lines] = renderTable(columns, rows).trimEnd().split('\n');
  const table = [style.faint(title), ...lines.map((line) => paintMark(line, style))];
  const unreadable = verdicts.filter(({ error }) => error !== null);
  const reasons = unreadable.flatMap(({ file, error }) =>
    error === null ? [] : ['', `${style.bad('✗')} ${style.strong(forTerminal(file))}`, ...renderProblem(error)],
  );
  const readable = verdicts.length - unreadable.length;
  const last = `${count(verdicts.length, 'file')}: ${readable} readable, ${unreadable.length} not`;
  return `${[...table, ...reasons, '', last].join('\n')}\n`;
}

function paintMark(line: string, style: Style): string {
  return line.startsWith('✓') ? `${style.good('✓')}${line.slice(1)}` : `${style.bad('✗')}${line.slice(1)}`;
}

/** How many of the statements prove themselves by their balances. */
function describeBalances({ statementCount, provenCount, brokenCount }: FileVerdict): string {
  if (statementCount === 0) return '–';
  if (brokenCount > 0) return `${brokenCount} of ${statementCount} do not add up`;
  if (provenCount === 0) return 'not stated';
  return provenCount === statementCount ? 'add up' : `${provenCount} of ${statementCount} add up, rest not stated`;
}
