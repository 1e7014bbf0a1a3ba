import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { errorName } from '../broker/error-name.ts';
import type { Log } from '../broker/ports.ts';
import type { EncryptionContext, KeyWrapper } from '../vault/key-wrapper.ts';

/** Generates and unwraps data keys with one KMS key under the environment's encryption context. */
export function kmsKeyWrapper(client: KMSClient, keyId: string): KeyWrapper {
  return {
    async generate(context) {
      const request = { KeyId: keyId, KeySpec: 'AES_256' as const, EncryptionContext: kmsContext(context) };
      const { Plaintext, CiphertextBlob } = await client.send(new GenerateDataKeyCommand(request));
      if (!Plaintext || !CiphertextBlob) throw new Error('KMS answered without a data key');
      return { plaintext: Plaintext, wrapped: CiphertextBlob };
    },
    async unwrap(wrapped, context) {
      // With `KeyId`, KMS refuses a data key that another KMS key has wrapped.
      const request = { KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: kmsContext(context) };
      const { Plaintext } = await client.send(new DecryptCommand(request));
      if (!Plaintext) throw new Error('KMS answered without a data key');
      return Plaintext;
    },
  };
}

/** A key wrapper that logs each failure of `wrapper` as `vault_key_failed`, which an alarm counts. */
export function loggedKeyWrapper(wrapper: KeyWrapper, log: Pick<Log, 'error'>): KeyWrapper {
  const logged = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      log.error('vault_key_failed', { error: errorName(error) });
      throw error;
    }
  };
  return {
    generate: (context) => logged(wrapper.generate(context)),
    unwrap: (wrapped, context) => logged(wrapper.unwrap(wrapped, context)),
  };
}

function kmsContext({ app, purpose, environment }: EncryptionContext): Record<string, string> {
  return { app, purpose, environment };
}
