import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { loadContract } from '../../src/api/contract/contract.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { FAULTS } from '../../src/domain/connection/connection-fault.ts';
import { codeOf, listPages, readPage, resolveLink, sectionOf, tableRows } from '../support/markdown.ts';
import { ROOT } from '../support/root.ts';

const readExample = (path: string) => readFileSync(join(ROOT, 'examples', path), 'utf8');

describe('the page of what to do about faults', () => {
  const rows = tableRows(readPage('docs/operations/faults.md').text);

  it('has every code in the order of the lifecycle, who acts, and something to do', () => {
    const lifecycle = tableRows(sectionOf(readPage('docs/connection-lifecycle.md'), 'Faults'));
    expect(rows.map(([code = '']) => codeOf(code))).toEqual(
      expect.arrayContaining(lifecycle.map(([code = '']) => codeOf(code))),
    );
    expect(Object.fromEntries(rows.map(([code = '', , actor = '']) => [codeOf(code), codeOf(actor)]))).toEqual(
      Object.fromEntries(Object.entries(FAULTS).map(([code, { actor }]) => [code, actor])),
    );
    for (const [, , , fix = ''] of rows) expect(fix).toMatch(/\w{3}/);
  });
});

describe('the page of alerts', () => {
  it('says what each of the rules means, and names no other', () => {
    const rules = load(readExample('prometheus-alerts.yaml'));
    // The form that Prometheus gives its files.
    const { groups } = rules as { groups: { rules: { alert: string }[] }[] };
    const alerts = groups.flatMap((group) => group.rules.map(({ alert }) => alert));
    const named = tableRows(sectionOf(readPage('docs/operations/monitoring.md'), 'Alerts')).map(([alert = '']) =>
      codeOf(alert),
    );
    expect(named.toSorted()).toEqual(alerts.toSorted());
  });

  it('has one for faults that wait for the operator, which leaves out those that go by themselves', () => {
    const [, rule = ''] = /alert: CausewayOperatorMustAct\n([\s\S]*?)\n {6}- alert:/.exec(
      readExample('prometheus-alerts.yaml'),
    ) ?? [''];
    const byPlatform = Object.entries(FAULTS).flatMap(([code, { actor }]) => (actor === 'platform' ? [code] : []));
    const passing = ['portal_unavailable', 'bank_maintenance', 'rate_limited_by_bank'];
    const told = Object.keys(FAULTS).filter((code) => new RegExp(`[|"]${code}[|"]`).test(rule));
    expect(told).toEqual(byPlatform.filter((code) => !passing.includes(code)));
  });
});

describe('the index of operations', () => {
  it('leads to every page for operators', () => {
    // What proves and measures the product is for those who work on it.
    const forMaintainers = ['bench', 'chaos', 'fuzz', 'prove', 'score', 'score-figures'];
    const page = readPage('docs/operations/README.md');
    const linked = new Set(
      [...page.prose.matchAll(/\]\(([^)\s]+)\)/g)].map(
        ([, target = '']) => resolveLink({ from: page.path, target }).path,
      ),
    );
    const pages = listPages().map(({ path }) => path);
    for (const path of pages.filter((each) => /^docs\/operations\/(?!README)/.test(each)))
      if (!forMaintainers.some((name) => path === `docs/operations/${name}.md`)) expect([...linked]).toContain(path);
  });
});

describe('the files for systemd', () => {
  const units = readdirSync(join(ROOT, 'examples/systemd')).filter((name) => name.endsWith('.service'));

  it.each([...units, 'causeway.env'])('%s sets only what there is', (name) => {
    const named = [...readExample(`systemd/${name}`).matchAll(/\b(CAUSEWAY_[A-Z_]+|DATABASE_URL)=/g)];
    expect(named.length).toBeGreaterThan(0);
    const elsewhere = ['CAUSEWAY_SKIP_BUILD', 'CAUSEWAY_SKIP_INSTALL'];
    for (const [, variable = ''] of named) expect([...Object.keys(SETTINGS), ...elsewhere]).toContain(variable);
  });

  it.each(units)('%s starts one process, asks it to end once, and gives it no rights', (name) => {
    const lines = readExample(`systemd/${name}`).split('\n');
    expect(lines.filter((line) => line.startsWith('ExecStart='))).toHaveLength(1);
    for (const line of ['KillMode=mixed', 'NoNewPrivileges=yes', 'CapabilityBoundingSet=', 'ProtectSystem=strict'])
      expect(lines).toContain(line);
  });
});

describe.skipIf(process.platform !== 'linux')('the unit that backs up', () => {
  const unit = readExample('systemd/causeway-backup.service');
  // As systemd reads its lines: "%%" is "%".
  const lineOf = (name: string) =>
    new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1]?.replaceAll('%%', '%') ?? expect.fail(`no ${name}`);
  const naming = /\$\((date [^)]*)\)/.exec(lineOf('ExecStart'))?.[1] ?? expect.fail('no name');
  const askShell = (command: string) => execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }).trim();

  it('names two of a day differently', () => {
    const nameAt = (moment: string) => askShell(`${naming} -d ${moment}`);
    expect(nameAt('2026-11-21T02:30:09Z')).toBe('2026-11-21T023009Z');
    expect(nameAt('2026-11-21T02:30:10Z')).not.toBe(nameAt('2026-11-21T02:30:09Z'));
  });

  it('removes old ones that it has made, and nothing that somebody else has', () => {
    const folder = mkdtempSync(join(tmpdir(), 'causeway-backups-'));
    try {
      const made = askShell(`${naming} -d 2026-01-02`);
      const kept = ['before-upgrade', '2026-01-02', `${made}-of-mine`, '.hidden', 'now'];
      for (const name of [made, `.${made}.unfinished-0123456789ab`, ...kept]) mkdirSync(join(folder, name));
      writeFileSync(join(folder, made, 'manifest.json'), '');
      for (const name of readdirSync(folder)) utimesSync(join(folder, name), 0, 0);
      const latest = askShell(naming);
      mkdirSync(join(folder, latest));
      askShell(lineOf('ExecStartPost').replace('/var/backups/causeway', folder));
      expect(readdirSync(folder).sort()).toEqual([...kept, latest].sort());
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the file for nginx', () => {
  const text = readExample('proxy/nginx.conf');
  const locations = [...text.matchAll(/location ~ (\S+) \{([^}]*)\}/g)].map(([, pattern = '', body = '']) => ({
    pattern: new RegExp(pattern),
    body,
  }));
  const paths = [...loadContract(join(ROOT, 'openapi/causeway.yaml')).operations.values()].map(({ id, path }) => ({
    id,
    path: path.replaceAll(/\{[^}]+\}/g, '019a1f64-9b02-7d1e-8c55-2a7b3e9f0c18'),
  }));
  const matched = (directive: string) => {
    const { pattern } = locations.find(({ body }) => body.includes(directive)) ?? {};
    return paths.flatMap(({ id, path }) => (pattern?.test(path) === true ? [id] : [])).toSorted();
  };

  it('buffers no live stream, and passes uploads on as they come', () => {
    expect(matched('proxy_buffering off;')).toEqual(['streamEvents', 'streamTransactions']);
    expect(matched('proxy_request_buffering off;')).toEqual(['uploadConnectionFile']);
  });

  it('lets the largest upload through, with the form around it', () => {
    const [, mebibytes] = /client_max_body_size (\d+)m;/.exec(text) ?? [];
    expect(Number(mebibytes) * 2 ** 20).toBeGreaterThan(Number(SETTINGS.CAUSEWAY_MAX_UPLOAD_BYTES.fallback));
  });
});
