/** Covers src/vault/data-keys.ts, src/vault/vault.ts, src/vault/key-wrapper.ts. */
import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { DataKeys, type WrappedKey } from '../../src/vault/data-keys.ts';
import { encodeParts } from '../../src/vault/encode-parts.ts';
import type { KeyWrapper } from '../../src/vault/key-wrapper.ts';
import { Secret } from '../../src/vault/secret.ts';
import { createVault } from '../../src/vault/vault.ts';

const MINUTE = 60_000;
const place = {
  item: ['conn#acme', 'google'] as const,
  field: 'sealedAccess',
  generation: 1,
  binding: new Uint8Array(),
};

/** Counts calls and can be switched off; keys are kept in clear, since wrapping is not what is tested here. */
function world() {
  const state = { now: 0, kmsDown: false, generated: 0, unwrapped: 0, reads: 0 };
  const table = new Map<number, WrappedKey>();
  const contexts: object[] = [];
  /** Keys in clear that the wrapper has given, as they are by now. */
  const inClear: Uint8Array[] = [];
  const given = (key: Uint8Array) => {
    const plaintext = Buffer.from(key);
    inClear.push(plaintext);
    return plaintext;
  };
  const wrapper: KeyWrapper = {
    async generate(context) {
      contexts.push(context);
      if (state.kmsDown) throw new Error('KMS is down');
      state.generated++;
      const plaintext = randomBytes(32);
      return { plaintext: given(plaintext), wrapped: plaintext };
    },
    async unwrap(wrapped, context) {
      contexts.push(context);
      if (state.kmsDown) throw new Error('KMS is down');
      state.unwrapped++;
      return given(wrapped);
    },
  };
  const wrappedKeys = {
    newest: async () => {
      state.reads++;
      return table.get(Math.max(...table.keys()));
    },
    read: async ({ version }: { version: number }) => {
      state.reads++;
      return table.get(version);
    },
    add: async (key: WrappedKey) => !table.has(key.version) && Boolean(table.set(key.version, key)),
  };
  const dataKeys = (mayCreateFirst = true) =>
    new DataKeys({
      wrapper,
      wrappedKeys,
      environment: 'test',
      now: () => state.now,
      maxAge: 5 * MINUTE,
      mayCreateFirst,
    });
  const vault = (keys = dataKeys()) => createVault({ environment: 'test', dataKeys: keys, randomBytes });
  return { state, table, contexts, inClear, dataKeys, vault };
}

const nonceOf = (envelope: Uint8Array) => Buffer.from(envelope).subarray(5, 17);

describe('data keys', () => {
  let w: ReturnType<typeof world>;
  beforeEach(() => {
    w = world();
  });

  it('makes the first one once, whoever races', async () => {
    const keys = [w.dataKeys(), w.dataKeys(), w.dataKeys()];
    const current = await Promise.all(keys.map((each) => each.current()));
    expect(new Set(current.map((key) => key.key.export().toString('hex'))).size).toBe(1);
    expect(w.table.size).toBe(1);
  });

  it('makes none where only reading is allowed', async () => {
    await expect(w.dataKeys(false).current()).rejects.toMatchObject({ code: 'key_unavailable' });
    expect(w.state.generated).toBe(0);
  });

  it('asks KMS and the table once for many callers, and for the newest key under its own version too', async () => {
    await w.dataKeys().current();
    Object.assign(w.state, { unwrapped: 0, reads: 0 });
    const keys = w.dataKeys();
    await Promise.all(Array.from({ length: 64 }, () => keys.current()));
    await keys.byVersion(1);
    expect(w.state).toMatchObject({ unwrapped: 1, reads: 1 });
  });

  it('wipes what the wrapper gave in clear, once it has made a key of it', async () => {
    await w.dataKeys().current();
    expect(w.inClear).toHaveLength(2);
    for (const bytes of w.inClear) expect(bytes).toEqual(Buffer.alloc(32));
  });

  it('keeps no failure to find the newest key: it is looked for again at once', async () => {
    const keys = w.dataKeys(false);
    await expect(keys.current()).rejects.toMatchObject({ code: 'key_unavailable' });
    w.table.set(1, { version: 1, wrapped: randomBytes(32) });
    expect((await keys.current()).version).toBe(1);
  });

  it('says what was the cause, for whoever debugs', async () => {
    await w.dataKeys().current();
    w.state.kmsDown = true;
    const failure = await w
      .dataKeys()
      .current()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'key_unavailable', cause: { message: 'KMS is down' } });
  });

  it('keeps a key for its age, whatever the time is', async () => {
    w.state.now = Date.UTC(2026, 10, 29);
    const keys = w.dataKeys();
    await keys.current();
    const { unwrapped } = w.state;
    w.state.now += 5 * MINUTE - 1;
    await keys.current();
    expect(w.state.unwrapped).toBe(unwrapped);
    w.state.now += 1;
    await keys.current();
    expect(w.state.unwrapped).toBe(unwrapped + 1);
  });

  it('T089: an outage inside the cache age is not noticed, and fails closed after it', async () => {
    const vault = w.vault();
    const envelope = (await vault.sealer())(place, new Secret('token'));
    w.state.kmsDown = true;
    w.state.now = 5 * MINUTE - 1;
    expect((await vault.open(place, envelope)).reveal()).toBe('token');
    w.state.now = 5 * MINUTE;
    await expect(vault.open(place, envelope)).rejects.toMatchObject({ code: 'key_unavailable' });
    await expect(vault.sealer()).rejects.toMatchObject({ code: 'key_unavailable' });
    w.state.kmsDown = false;
    expect((await vault.open(place, envelope)).reveal()).toBe('token');
  });

  it('T091: no plaintext key serves longer than the cache age, by whichever way it came', async () => {
    const keys = w.dataKeys();
    await keys.byVersion((await w.dataKeys().current()).version);
    w.state.now = 4 * MINUTE;
    await keys.current();
    w.state.kmsDown = true;
    w.state.now = 5 * MINUTE;
    await expect(keys.current()).rejects.toMatchObject({ code: 'key_unavailable' });
  });

  it('T086: a lost data key fails closed and accuses no token; the others keep working', async () => {
    const vault = w.vault();
    const old = (await vault.sealer())(place, new Secret('old'));
    w.table.set(2, { version: 2, wrapped: randomBytes(32) });
    w.state.now = 6 * MINUTE;
    const fresh = (await vault.sealer())(place, new Secret('new'));
    w.table.delete(1);
    w.state.now = 12 * MINUTE;
    await expect(vault.open(place, old)).rejects.toMatchObject({ code: 'key_unavailable' });
    expect((await vault.open(place, fresh)).reveal()).toBe('new');
  });

  it('T087: after a rotation new envelopes use the new key and old ones still open', async () => {
    const vault = w.vault();
    const before = (await vault.sealer())(place, new Secret('before'));
    w.table.set(2, { version: 2, wrapped: randomBytes(32) });
    w.state.now = 6 * MINUTE;
    const after = (await vault.sealer())(place, new Secret('after'));
    expect([before[4], after[4]]).toEqual([1, 2]);
    expect((await vault.open(place, before)).reveal()).toBe('before');
  });

  it('T081: never uses a nonce twice', async () => {
    const seal = await w.vault().sealer();
    const nonces = Array.from({ length: 20_000 }, () => nonceOf(seal(place, new Secret('x'))));
    expect(new Set(nonces.map((nonce) => nonce.toString('hex'))).size).toBe(20_000);
    // A counter repeats after every cold start, and most of its bytes stand still. Random ones take every value.
    for (let at = 0; at < 12; at++) expect(new Set(nonces.map((nonce) => nonce[at])).size).toBe(256);
  });

  it('T081: takes the 96 bits of every nonce from the random source, and from nowhere else', async () => {
    const given: Uint8Array[] = [];
    const noting = (length: number) => {
      const bytes = randomBytes(length);
      given.push(Uint8Array.from(bytes));
      return bytes;
    };
    const vault = createVault({ environment: 'test', dataKeys: w.dataKeys(), randomBytes: noting });
    const seal = await vault.sealer();
    const nonces = Array.from({ length: 3 }, () => Uint8Array.from(nonceOf(seal(place, new Secret('x')))));
    expect(nonces).toEqual(given);
    expect(nonces.map(({ length }) => length)).toEqual([12, 12, 12]);
  });

  it('T082 T093: puts a token under a key of its own item and field, never under the data key itself', async () => {
    const envelope = (await w.vault().sealer())(place, new Secret('token'));
    const dataKey = w.table.get(1)?.wrapped as Uint8Array;
    const under = (key: Uint8Array) =>
      createCipheriv('aes-256-gcm', key, envelope.subarray(5, 17)).update('token');
    const ofField = (field: string) => {
      const info = encodeParts(['connections/envelope/2', 'conn#acme', 'google', field]);
      return new Uint8Array(hkdfSync('sha256', dataKey, Buffer.alloc(0), info, 32));
    };
    const sealed = Buffer.from(envelope.subarray(17, 22));
    expect(sealed).toEqual(under(ofField('sealedAccess')));
    expect(sealed).not.toEqual(under(ofField('sealedRefresh')));
    expect(sealed).not.toEqual(under(dataKey));
  });

  it('T077: names stage and purpose in what KMS logs, and nobody', async () => {
    await w.dataKeys().current();
    const context = { app: 'connections', purpose: 'vault', environment: 'test' };
    expect(w.contexts).toEqual([context, context]);
  });
});
