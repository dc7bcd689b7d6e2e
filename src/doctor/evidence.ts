import { createHash } from 'node:crypto';
import type { Sql } from '../infra/database.ts';
import type { EvidenceStore } from '../infra/evidence-store.ts';
import { EvidenceMissingError } from '../infra/evidence-store.ts';
import { listSomeContents } from '../store/installation-figures.ts';
import { count, type Finding, ok, problem } from './finding.ts';

/** Contents that are looked at unless all are. */
const SAMPLE = 200;

/** Whether the contents that rows refer to are there, by a sample; or, in full, whether each has the bytes that its name says. */
export async function checkEvidence(
  sql: Sql,
  store: Pick<EvidenceStore, 'has' | 'open'>,
  full: boolean,
): Promise<Finding> {
  const contents = await listSomeContents(sql, full ? null : SAMPLE);
  let missing = 0;
  let damaged = 0;
  for (const sha256 of contents) {
    const state = full ? await readContent(store, sha256) : (await store.has(sha256)) ? 'whole' : 'missing';
    if (state === 'missing') missing += 1;
    if (state === 'damaged') damaged += 1;
  }
  const looked = full ? `all ${contents.length}` : `a sample of ${contents.length}`;
  if (missing + damaged > 0)
    return problem(
      'evidence',
      `Of ${looked} files of evidence ${missing} are missing and ${damaged} have other bytes than their names say.`,
      'Is CAUSEWAY_DATA_DIR the folder of this database? If it is, copy the files of those names from a backup.',
    );
  if (contents.length === 0) return ok('evidence', 'There is no evidence yet.');
  return ok(
    'evidence',
    `${count(contents.length, 'file')} of evidence ${full ? 'are whole' : 'of a sample are there'}.`,
  );
}

async function readContent(
  store: Pick<EvidenceStore, 'open'>,
  sha256: string,
): Promise<'whole' | 'missing' | 'damaged'> {
  try {
    const hash = createHash('sha256');
    for await (const chunk of await store.open(sha256)) hash.update(chunk as Uint8Array); // A file gives bytes.
    return hash.digest('hex') === sha256 ? 'whole' : 'damaged';
  } catch (cause) {
    if (cause instanceof EvidenceMissingError) return 'missing';
    throw cause;
  }
}
