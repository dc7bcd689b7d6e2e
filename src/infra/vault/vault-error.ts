export type VaultErrorCode = 'wrong-format' | 'unknown-master-key' | 'tampered';

/** A sealed value or a wrapped key that cannot be opened. Its message holds no part of the value or of any key. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
