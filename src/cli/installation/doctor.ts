import type { Command } from 'commander';
import type { Finding } from '../../doctor/finding.ts';
import { diagnose } from '../../main.ts';
import { CommandRefused } from '../outcome.ts';
import { ROOT } from './setting.ts';

/** `causeway doctor`. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look at everything that the service needs, and say what to do')
    .option('--full', 'read every file of evidence and hold it against its hash')
    .option('--no-browser', 'start no browser')
    .option('--json', 'print JSON')
    .action(async (options: { readonly full?: boolean; readonly browser: boolean; readonly json?: boolean }) => {
      const findings = await diagnose(process.env, ROOT, { full: options.full === true, browser: options.browser });
      const problems = findings.filter(({ level }) => level === 'problem').length;
      if (options.json) process.stdout.write(`${JSON.stringify({ ok: problems === 0, findings })}\n`);
      else process.stdout.write(findings.map(render).join(''));
      if (problems > 0)
        throw new CommandRefused(
          `${problems} ${problems === 1 ? 'problem has' : 'problems have'} to be mended. Begin with the first.`,
        );
    });
}

const MARKS = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;

function render({ check, level, message, fix }: Finding): string {
  const line = `${MARKS[level]}  ${check.padEnd(13)}  ${message}\n`;
  return fix === null ? line : `${line}${' '.repeat(24)}→ ${fix}\n`;
}
