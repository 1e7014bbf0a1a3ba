/**
 * - `does_not_open`: the envelope was altered or moved, or is not an envelope. All causes have one code, so an attacker
 *   learns nothing.
 * - `key_unavailable`: the data key is not available now (KMS or table not reachable, right withdrawn). The envelope may
 *   be intact.
 */
export type VaultErrorCode = 'does_not_open' | 'key_unavailable';

/** An error of the vault. The message is the code, so that it holds no secret. */
export class VaultError extends Error {
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'VaultError';
    this.code = code;
  }
}
