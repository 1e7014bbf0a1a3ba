/** Authenticated, not secret; appears in clear in the KMS audit log, so it holds no personal data. */
export interface EncryptionContext {
  app: 'connections';
  purpose: 'vault';
  environment: string;
}

/** Of the environment's data keys. */
export function vaultContext(environment: string): EncryptionContext {
  return { app: 'connections', purpose: 'vault', environment };
}

/** Makes and unwraps data keys: AWS KMS, or a master-key file locally. */
export interface KeyWrapper {
  /** A new 32-byte data key, in clear and wrapped under the context. */
  generate(context: EncryptionContext): Promise<{ plaintext: Uint8Array; wrapped: Uint8Array }>;
  /** Rejects when the wrapped key was made under another context, or was altered. */
  unwrap(wrapped: Uint8Array, context: EncryptionContext): Promise<Uint8Array>;
}
