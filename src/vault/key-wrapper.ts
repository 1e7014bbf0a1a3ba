/**
 * The encryption context of KMS. It is authenticated but not secret: CloudTrail logs it in clear, so it holds no personal
 * data.
 */
export interface EncryptionContext {
  app: 'connections';
  purpose: 'vault';
  environment: string;
}

/** The encryption context of the environment's data keys. */
export function vaultContext(environment: string): EncryptionContext {
  return { app: 'connections', purpose: 'vault', environment };
}

/** Generates and unwraps data keys, with AWS KMS or, locally, with a master key in a file. */
export interface KeyWrapper {
  /** A new 32-byte data key, in clear and wrapped under the context. Rejects if KMS refuses. */
  generate(context: EncryptionContext): Promise<{ plaintext: Uint8Array; wrapped: Uint8Array }>;
  /** The data key in clear. Rejects if the wrapped key was altered or has another context. */
  unwrap(wrapped: Uint8Array, context: EncryptionContext): Promise<Uint8Array>;
}
