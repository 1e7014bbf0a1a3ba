/** Unwraps the data keys of an environment, and keeps each in memory for a bounded time. */
import { createSecretKey } from 'node:crypto';
import type { DataKey } from './envelope.ts';
import { type EncryptionContext, type KeyWrapper, vaultContext } from './key-wrapper.ts';
import { VaultError } from './vault-error.ts';

/** A data key as it is stored. */
export interface WrappedKey {
  version: number;
  wrapped: Uint8Array;
}

/** The store of the wrapped keys. */
export interface WrappedKeys {
  newest(): Promise<WrappedKey | undefined>;
  read(key: { version: number }): Promise<WrappedKey | undefined>;
  /** False if this version exists already. */
  add(key: WrappedKey): Promise<boolean>;
}

export interface DataKeysOptions {
  wrapper: KeyWrapper;
  wrappedKeys: WrappedKeys;
  environment: string;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Longest time for which a plaintext key is used, in milliseconds. Checked at each use. */
  maxAge: number;
  /** Whether to create the environment's first key if there is none. Only `connect` has the right. */
  mayCreateFirst: boolean;
}

/** A pending or resolved value, and the time of its request. */
interface Cached<T> {
  value: Promise<T>;
  since: number;
}

/** Data keys by version. All methods reject with VaultError `key_unavailable`. */
export class DataKeys {
  readonly #options: DataKeysOptions;
  readonly #context: EncryptionContext;
  readonly #keys = new Map<number, Cached<DataKey>>();
  #newestVersion: Cached<number> | undefined;

  constructor(options: DataKeysOptions) {
    this.#options = options;
    this.#context = vaultContext(options.environment);
  }

  /** The newest key, which seals new envelopes. */
  async current(): Promise<DataKey> {
    if (!this.#isFresh(this.#newestVersion)) {
      this.#newestVersion = this.#remember(this.#findNewest(), () => {
        this.#newestVersion = undefined;
      });
    }
    return this.byVersion(await this.#newestVersion.value);
  }

  /** The key that opens envelopes of this key version. */
  byVersion(version: number): Promise<DataKey> {
    return this.#key(version, () => this.#read(version));
  }

  #key(version: number, find: () => Promise<WrappedKey>): Promise<DataKey> {
    let cached = this.#keys.get(version);
    if (!this.#isFresh(cached)) {
      cached = this.#remember(this.#unwrap(find), () => this.#keys.delete(version));
      this.#keys.set(version, cached);
    }
    return cached.value;
  }

  #isFresh<T>(cached: Cached<T> | undefined): cached is Cached<T> {
    return cached !== undefined && this.#options.now() - cached.since < this.#options.maxAge;
  }

  /** Concurrent callers share one promise. It is dropped if it fails, so that a failure is never cached. */
  #remember<T>(value: Promise<T>, forget: () => void): Cached<T> {
    value.catch(forget);
    return { value, since: this.#options.now() };
  }

  async #findNewest(): Promise<number> {
    const newest = await available(this.#options.wrappedKeys.newest());
    if (newest) {
      // The query also returned the wrapped key, so it is not read again. An error is reported where the key is used.
      this.#key(newest.version, async () => newest).catch(() => undefined);
      return newest.version;
    }
    if (!this.#options.mayCreateFirst) throw new VaultError('key_unavailable');
    return this.#createFirst();
  }

  /** If two processes create the first key at once, one key is stored and both use it. */
  async #createFirst(): Promise<number> {
    const { plaintext, wrapped } = await available(this.#options.wrapper.generate(this.#context));
    plaintext.fill(0);
    await available(this.#options.wrappedKeys.add({ version: 1, wrapped }));
    return 1;
  }

  async #read(version: number): Promise<WrappedKey> {
    const record = await available(this.#options.wrappedKeys.read({ version }));
    // Not `does_not_open`: the envelopes of a lost data key may be intact.
    if (!record) throw new VaultError('key_unavailable');
    return record;
  }

  async #unwrap(find: () => Promise<WrappedKey>): Promise<DataKey> {
    const { version, wrapped } = await find();
    const plaintext = await available(this.#options.wrapper.unwrap(wrapped, this.#context));
    const key = createSecretKey(plaintext);
    plaintext.fill(0);
    return { version, key };
  }
}

async function available<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw cause instanceof VaultError ? cause : new VaultError('key_unavailable', { cause });
  }
}
