import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Db } from '../infra/database.ts';
import { systemErrorCode } from '../infra/system-error.ts';
import { AWS_KMS_KEY_ARN, createAwsKmsKey } from '../infra/vault/aws-kms-key.ts';
import { type KeyFile, openKeyFile } from '../infra/vault/key-file.ts';
import { createKnownKey, decodeMasterKey, MasterKeyError } from '../infra/vault/known-key.ts';
import { createKeyRing, type KeyRing, type MasterKey } from '../infra/vault/master-key.ts';
import { hasWrappedKeys } from '../store/installation-figures.ts';

/** The master keys by the settings: where none is named, those of the key file. */
export type MasterKeys =
  | { readonly kind: 'file'; readonly keyRing: KeyFile }
  | { readonly kind: 'settings'; readonly keyRing: KeyRing };

type KeySettings = Pick<Config, 'masterKey' | 'previousMasterKeys' | 'dataDir'>;

/**
 * The master keys of a database, a new key file where nothing was sealed yet. Throws MasterKeyError, which names the file or the
 * variable. A key that is made where another one has sealed something would open nothing, and hide that the right one is missing.
 */
export async function openMasterKeysOf(db: Db, config: KeySettings): Promise<MasterKeys> {
  const found = await lookForMasterKey(db, config);
  if (typeof found === 'object') throw new MasterKeyError(`${found.message} ${found.fix}`);
  return openMasterKeys(config);
}

/** Whether a master key is there, or has to be made by the first start; what is wrong and what to do where it is missing. Makes nothing. */
export async function lookForMasterKey(
  db: Db,
  config: Pick<Config, 'masterKey' | 'dataDir'>,
): Promise<'there' | 'not-yet' | { readonly message: string; readonly fix: string }> {
  if (config.masterKey !== null) return 'there';
  const path = join(config.dataDir, 'master.key');
  // Asked before the file is looked for: another process that starts for the first time makes the file, and seals with it then.
  const isNeeded = await hasWrappedKeys(db);
  if (!(await isAbsent(path))) return 'there';
  if (!isNeeded) return 'not-yet';
  return {
    message: `The master key of this database is missing: there is no ${path}, and CAUSEWAY_MASTER_KEY is not set.`,
    fix: 'Put back the key file from its safe place, or set CAUSEWAY_MASTER_KEY.',
  };
}

/** A file that cannot be looked at is there: what opens it says why it cannot. */
async function isAbsent(path: string): Promise<boolean> {
  try {
    await stat(path);
    return false;
  } catch (cause) {
    return systemErrorCode(cause) === 'ENOENT';
  }
}

/** The master keys of the settings; makes the key file where there is none. Throws MasterKeyError. */
export function openMasterKeys(config: KeySettings): MasterKeys {
  const older = config.previousMasterKeys.map((text) => readKey(text, 'A key in CAUSEWAY_MASTER_KEY_PREVIOUS'));
  if (config.masterKey === null) return { kind: 'file', keyRing: openKeyFile({ dataDir: config.dataDir, older }) };
  const current = readKey(config.masterKey, 'The environment variable CAUSEWAY_MASTER_KEY');
  return { kind: 'settings', keyRing: createKeyRing(current, older) };
}

function readKey(text: string, origin: string): MasterKey {
  return AWS_KMS_KEY_ARN.test(text)
    ? createAwsKmsKey(text, () => Date.now())
    : createKnownKey(decodeMasterKey(text, origin));
}
