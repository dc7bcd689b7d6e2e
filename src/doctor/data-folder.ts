import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { count, type Finding, ok, problem } from './finding.ts';

/** Below the folder of the evidence: `ab`, and `ab/cd`. */
const EVIDENCE_LEVELS = 2;

/** What is said of a data folder, and whether what lies in it can be looked at. */
interface DataFolder {
  readonly findings: readonly Finding[];
  readonly isUsable: boolean;
}

type MayUse = (path: string, isFolder: boolean) => Promise<boolean>;

/** Whether the data folder is there, can be written, and keeps its secrets. `mayUse` says whether this user may read and write a path. */
export async function checkDataFolder(dataDir: string, mayUse: MayUse = mayReadAndWrite): Promise<DataFolder> {
  const folder = await stat(dataDir).catch(() => null);
  if (folder === null) return checkPlace(dataDir, mayUse);
  if (!folder.isDirectory())
    return unusable(problem('data-folder', `${dataDir} is no folder.`, 'Name a folder in CAUSEWAY_DATA_DIR.'));
  if (!(await mayUse(dataDir, true)))
    return unusable(
      problem(
        'data-folder',
        `This user may not write ${dataDir}.`,
        'Run as the user who owns it, or give it to this user with "chown -R".',
      ),
    );
  const findings = [...(await checkSecrets(dataDir)), ...(await checkContent(dataDir, mayUse))];
  if (findings.length === 0) findings.push(ok('data-folder', `${dataDir} can be written and keeps its secrets.`));
  return { findings, isUsable: true };
}

function unusable(finding: Finding): DataFolder {
  return { findings: [finding], isUsable: false };
}

/** A path, or the nearest one above it that is there. */
export async function findExisting(path: string): Promise<string> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : findExisting(dirname(path));
}

/** Whether a folder that is not there can be made. */
async function checkPlace(dataDir: string, mayUse: MayUse): Promise<DataFolder> {
  const above = await findExisting(dirname(dataDir));
  if ((await stat(above)).isDirectory() && (await mayUse(above, true)))
    return { findings: [ok('data-folder', `${dataDir} is not there yet; the first start makes it.`)], isUsable: true };
  return unusable(
    problem(
      'data-folder',
      `${dataDir} is not there, and this user may not make it in ${above}.`,
      'Correct CAUSEWAY_DATA_DIR, or make the folder as root and give it to this user with "chown -R".',
    ),
  );
}

async function checkSecrets(dataDir: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of ['master.key', 'evidence']) {
    const path = join(dataDir, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && (found.mode & 0o077) !== 0)
      findings.push(
        problem(
          'data-folder',
          `Others may read ${path}.`,
          `Run "chmod ${found.isDirectory() ? '700' : '600'} ${path}".`,
        ),
      );
  }
  return findings;
}

/** What a command that was run as root has left: it belongs to root, and the service cannot go on there. */
async function checkContent(dataDir: string, mayUse: MayUse): Promise<Finding[]> {
  const closed: string[] = [];
  const key = join(dataDir, 'master.key');
  const isThere = (await stat(key).catch(() => null)) !== null;
  if (isThere && !(await mayUse(key, false))) closed.push(key);
  const look = async (folder: string, levels: number): Promise<void> => {
    if (!(await mayUse(folder, true))) {
      closed.push(folder);
      return;
    }
    if (levels === 0) return;
    for (const entry of await readdir(folder, { withFileTypes: true }))
      if (entry.isDirectory()) await look(join(folder, entry.name), levels - 1);
  };
  const evidence = join(dataDir, 'evidence');
  if ((await stat(evidence).catch(() => null)) !== null) await look(evidence, EVIDENCE_LEVELS);
  const [first] = closed;
  if (first === undefined) return [];
  const more = closed.length === 1 ? '' : ` and ${count(closed.length - 1, 'other place')} of the data folder`;
  return [
    problem(
      'data-folder',
      `This user may not read and write ${first}${more}.`,
      `Give all of it to the user as whom the service runs: "chown -R <user> ${dataDir}".`,
    ),
  ];
}

function mayReadAndWrite(path: string, isFolder: boolean): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK | (isFolder ? constants.X_OK : 0)).then(
    () => true,
    () => false,
  );
}
