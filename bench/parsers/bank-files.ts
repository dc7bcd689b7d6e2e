import { createReadStream } from 'node:fs';
import { collectStatements, readBankFile } from '../../packages/bank-files/src/index.ts';
import { BAI2_CAMT_FACTS } from '../../packages/bank-files/src/testing/describe-bai2-camt.ts';
import type { FactReader } from '../../packages/bank-files/src/testing/describe-file.ts';
import { MT_FACTS } from '../../packages/bank-files/src/testing/describe-mt.ts';
import { OFX_FACTS } from '../../packages/bank-files/src/testing/describe-ofx.ts';
import type { Parser } from './parser.ts';

/** The package of this project. */
export const bankFiles: Parser = {
  name: '@causeway/bank-files',
  countEntries: async (path) => {
    let count = 0;
    for await (const event of readBankFile(createReadStream(path))) {
      if (event.type === 'entry') count += 1;
      else if (event.type === 'error' || event.type === 'statementError') throw new Error(event.error.message);
    }
    return count;
  },
  describe: async (folder, bytes) => {
    const { statements, statementErrors, warnings, error } = collectStatements(bytes);
    if (error !== null) throw new Error(error.message);
    const { describeStatement } = factsOf(folder);
    return {
      statements: statements.map(describeStatement),
      hasProblem: statementErrors.length + warnings.length > 0,
    };
  },
};

function factsOf(folder: string): FactReader {
  if (folder.startsWith('camt')) return BAI2_CAMT_FACTS;
  return folder.startsWith('ofx') ? OFX_FACTS : MT_FACTS;
}
