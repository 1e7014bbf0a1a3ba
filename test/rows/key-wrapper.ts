/** Wraps data keys as KMS does: whoever writes the table has no key of it. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyWrapper } from '../../src/vault/key-wrapper.ts';

const MASTER = randomBytes(32);
export const WRAPPER: KeyWrapper = {
  async generate({ environment }) {
    const plaintext = randomBytes(32);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', MASTER, nonce).setAAD(Buffer.from(environment));
    const wrapped = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return { plaintext, wrapped };
  },
  async unwrap(wrapped, { environment }) {
    const decipher = createDecipheriv('aes-256-gcm', MASTER, wrapped.subarray(0, 12));
    decipher.setAAD(Buffer.from(environment)).setAuthTag(wrapped.subarray(-16));
    return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
  },
};
