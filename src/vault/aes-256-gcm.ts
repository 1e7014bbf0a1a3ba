import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
/** SP 800-38D section 8.2.2: 96 random bits. */
export const NONCE_BYTES = 12;
/** SP 800-38D appendix C advises against less than 128 bits. */
export const TAG_BYTES = 16;
const KEY_BYTES = 32;

interface Input {
  key: KeyObject;
  nonce: Uint8Array;
  associatedData: Uint8Array;
}

/** Encrypts with AES-256-GCM (SP 800-38D). Returns the ciphertext followed by the tag. */
export function encrypt(input: Input & { plaintext: Uint8Array }): Uint8Array {
  checkLengths(input);
  const cipher = createCipheriv(ALGORITHM, input.key, input.nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(input.associatedData);
  return Buffer.concat([cipher.update(input.plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Decrypts the ciphertext followed by its tag. Throws if the tag does not match. */
export function decrypt(input: Input & { ciphertextAndTag: Uint8Array }): Uint8Array {
  checkLengths(input);
  const split = input.ciphertextAndTag.length - TAG_BYTES;
  if (split < 0) throw new RangeError('the ciphertext is shorter than its tag');
  const decipher = createDecipheriv(ALGORITHM, input.key, input.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(input.associatedData);
  decipher.setAuthTag(input.ciphertextAndTag.subarray(split));
  return Buffer.concat([decipher.update(input.ciphertextAndTag.subarray(0, split)), decipher.final()]);
}

/** `node:crypto` accepts GCM nonces of any length, but the bound on random nonces holds only for 96 bits. */
function checkLengths({ key, nonce }: Input): void {
  if (key.symmetricKeySize !== KEY_BYTES) throw new RangeError('the key is not 256 bits');
  if (nonce.length !== NONCE_BYTES) throw new RangeError('the nonce is not 96 bits');
}
