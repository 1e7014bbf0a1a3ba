/**
 * - `does_not_open`: altered, moved, or not an envelope. One code for all of it, so an attacker learns nothing.
 * - `key_unavailable`: the data key cannot be had now (KMS or table out of reach, right withdrawn). Says nothing
 *   about the tokens.
 */
export type VaultErrorCode = 'does_not_open' | 'key_unavailable';

export class VaultError extends Error {
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'VaultError';
    this.code = code;
  }
}
