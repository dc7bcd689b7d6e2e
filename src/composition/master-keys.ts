import type { Config } from '../config.ts';
import { AWS_KMS_KEY_ARN, createAwsKmsKey } from '../infra/vault/aws-kms-key.ts';
import { type KeyFile, openKeyFile } from '../infra/vault/key-file.ts';
import { createKnownKey, decodeMasterKey } from '../infra/vault/known-key.ts';
import { createKeyRing, type KeyRing, type MasterKey } from '../infra/vault/master-key.ts';

/** The master keys by the settings: where none is named, those of the key file. */
export type MasterKeys =
  | { readonly kind: 'file'; readonly keyRing: KeyFile }
  | { readonly kind: 'settings'; readonly keyRing: KeyRing };

/** Throws MasterKeyError, which names the file or the variable. */
export function openMasterKeys(config: Pick<Config, 'masterKey' | 'previousMasterKeys' | 'dataDir'>): MasterKeys {
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
