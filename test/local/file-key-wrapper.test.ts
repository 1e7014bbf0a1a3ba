/** Covers local/file-key-wrapper.ts. */
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FileKeyWrapper } from '../../local/file-key-wrapper.ts';
import type { EncryptionContext } from '../../src/vault/key-wrapper.ts';
import { stateDir } from './state-dir.ts';

const DEV: EncryptionContext = { app: 'connections', purpose: 'vault', environment: 'dev' };

describe('a master key in a file', () => {
  test('wraps a data key that a later process unwraps', async () => {
    const path = join(stateDir(), 'keys', 'master.key');
    const { plaintext, wrapped } = await new FileKeyWrapper(path).generate(DEV);

    expect(plaintext).toHaveLength(32);
    expect(Buffer.from(wrapped).includes(plaintext)).toBe(false);
    expect(await new FileKeyWrapper(path).unwrap(wrapped, DEV)).toEqual(plaintext);
  });

  test('takes the context as a set: the order of its properties does not matter', async () => {
    const wrapper = new FileKeyWrapper(join(stateDir(), 'master.key'));
    const { plaintext, wrapped } = await wrapper.generate(DEV);

    const reordered: EncryptionContext = { environment: 'dev', purpose: 'vault', app: 'connections' };
    expect(await wrapper.unwrap(wrapped, reordered)).toEqual(plaintext);
  });

  test('makes the file for its owner alone, with 32 bytes', async () => {
    const path = join(stateDir(), 'master.key');
    await new FileKeyWrapper(path).generate(DEV);

    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path)).toHaveLength(32);
  });

  test('never wraps two data keys alike', async () => {
    const wrapper = new FileKeyWrapper(join(stateDir(), 'master.key'));
    const [one, other] = await Promise.all([wrapper.generate(DEV), wrapper.generate(DEV)]);

    expect(one.plaintext).not.toEqual(other.plaintext);
    expect(one.wrapped).not.toEqual(other.wrapped);
  });

  test.each([
    ['of another environment', { ...DEV, environment: 'prod' }],
    ['whose parts were moved', { app: 'connections', purpose: 'vaultenvironment', environment: 'dev' }],
  ])('does not unwrap under a context %s', async (_what, context) => {
    const wrapper = new FileKeyWrapper(join(stateDir(), 'master.key'));
    const { wrapped } = await wrapper.generate(DEV);

    await expect(wrapper.unwrap(wrapped, context as EncryptionContext)).rejects.toThrow();
  });

  test('does not unwrap with any byte changed, missing or added', async () => {
    const wrapper = new FileKeyWrapper(join(stateDir(), 'master.key'));
    const { wrapped } = await wrapper.generate(DEV);

    for (const [index, byte] of wrapped.entries()) {
      const altered = Uint8Array.from(wrapped);
      altered[index] = byte ^ 1;
      await expect(wrapper.unwrap(altered, DEV)).rejects.toThrow();
    }
    await expect(wrapper.unwrap(wrapped.subarray(1), DEV)).rejects.toThrow('length');
    await expect(wrapper.unwrap(Buffer.concat([wrapped, Buffer.alloc(1)]), DEV)).rejects.toThrow('length');
  });

  test('does not unwrap under another master key', async () => {
    const { wrapped } = await new FileKeyWrapper(join(stateDir(), 'one.key')).generate(DEV);

    await expect(new FileKeyWrapper(join(stateDir(), 'other.key')).unwrap(wrapped, DEV)).rejects.toThrow();
  });

  test('refuses a file that others may read, until that is put right', async () => {
    const path = join(stateDir(), 'master.key');
    const { plaintext, wrapped } = await new FileKeyWrapper(path).generate(DEV);
    await chmod(path, 0o640);

    const wrapper = new FileKeyWrapper(path);
    await expect(wrapper.unwrap(wrapped, DEV)).rejects.toThrow(`Run: chmod 600 ${path}`);
    await chmod(path, 0o600);
    expect(await wrapper.unwrap(wrapped, DEV)).toEqual(plaintext);
  });

  test.each([0, 31, 33])('refuses a file of %i bytes', async (length) => {
    const path = join(stateDir(), 'master.key');
    await writeFile(path, Buffer.alloc(length), { mode: 0o600 });

    await expect(new FileKeyWrapper(path).generate(DEV)).rejects.toThrow(
      `has ${length} bytes; it must have 32`,
    );
  });
});
