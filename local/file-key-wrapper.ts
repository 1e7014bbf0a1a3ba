/** Replaces KMS locally: it wraps data keys with a master key, which is in a file that only this user can read. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeParts } from '../src/vault/encode-parts.ts';
import type { EncryptionContext, KeyWrapper } from '../src/vault/key-wrapper.ts';
import { refuseIfShared } from './private-file.ts';

const CIPHER = 'aes-256-gcm';
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** A key wrapper on one file. It rejects if the file has the wrong length or other users can read it. */
export class FileKeyWrapper implements KeyWrapper {
  readonly #path: string;
  #masterKey: Promise<Uint8Array> | undefined;

  /** The file is created at the first use. */
  constructor(path: string) {
    this.#path = path;
  }

  async generate(context: EncryptionContext) {
    const plaintext = randomBytes(KEY_LENGTH);
    return { plaintext, wrapped: wrap(plaintext, await this.#load(), context) };
  }

  async unwrap(wrapped: Uint8Array, context: EncryptionContext) {
    return unwrap(wrapped, await this.#load(), context);
  }

  #load(): Promise<Uint8Array> {
    this.#masterKey ??= loadMasterKey(this.#path).catch((error) => {
      this.#masterKey = undefined;
      throw error;
    });
    return this.#masterKey;
  }
}

/** Returns nonce, ciphertext and tag. */
function wrap(plaintext: Uint8Array, masterKey: Uint8Array, context: EncryptionContext): Uint8Array {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv(CIPHER, masterKey, nonce, { authTagLength: TAG_LENGTH });
  cipher.setAAD(encodeContext(context));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function unwrap(wrapped: Uint8Array, masterKey: Uint8Array, context: EncryptionContext): Uint8Array {
  if (wrapped.length !== NONCE_LENGTH + KEY_LENGTH + TAG_LENGTH) {
    throw new Error('The wrapped data key has the wrong length.');
  }
  const nonce = wrapped.subarray(0, NONCE_LENGTH);
  const decipher = createDecipheriv(CIPHER, masterKey, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAAD(encodeContext(context));
  decipher.setAuthTag(wrapped.subarray(-TAG_LENGTH));
  return Buffer.concat([decipher.update(wrapped.subarray(NONCE_LENGTH, -TAG_LENGTH)), decipher.final()]);
}

/** Sorts the properties, so that equal contexts give the same bytes. */
function encodeContext(context: EncryptionContext): Uint8Array {
  const entries = Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1));
  return encodeParts(entries.flat());
}

async function loadMasterKey(path: string): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const made = await openUnlessThere(path);
  if (made !== undefined) return fill(made);
  const file = await open(path, 'r');
  try {
    await refuseIfShared(file, path, 'the master key');
    const key = await file.readFile();
    if (key.length === KEY_LENGTH) return key;
    throw new Error(`The master key in ${path} has ${key.length} bytes; it must have ${KEY_LENGTH}.`);
  } finally {
    await file.close();
  }
}

/** Undefined if the file exists. A master key is never overwritten, because the data keys that it wrapped would be lost. */
async function openUnlessThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}

async function fill(file: FileHandle): Promise<Uint8Array> {
  const key = randomBytes(KEY_LENGTH);
  try {
    await file.writeFile(key);
    await file.sync();
  } finally {
    await file.close();
  }
  return key;
}
