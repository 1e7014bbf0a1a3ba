import { createHash, createHmac, createSecretKey } from 'node:crypto';

type Bytes = string | ArrayBuffer | ArrayBufferView;

/**
 * SHA-256, or HMAC-SHA-256 with a secret, for the SDK's request signatures. The SDK's own class passes the key to `createHmac`
 * as bytes; Node 24 then needs five times as long as with a KeyObject.
 */
export class Sha256 {
  readonly #hash;

  constructor(secret?: Bytes) {
    this.#hash = secret ? createHmac('sha256', createSecretKey(bytes(secret))) : createHash('sha256');
  }

  update(data: Bytes): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function bytes(data: Bytes): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}
