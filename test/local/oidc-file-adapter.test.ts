/** Covers local/oidc-file-adapter.ts. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openOidcStore } from '../../local/oidc-file-adapter.ts';
import { stateDir } from './state-dir.ts';

describe('the storage of a local oidc-provider', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  test('forgets what has expired, on reading and in the file', async () => {
    const path = join(stateDir(), 'store.json');
    const tokens = openOidcStore(path)('AccessToken');
    await tokens.upsert('short', { jti: 'short' }, 60);
    await tokens.upsert('long', { jti: 'long' }, 3600);
    vi.setSystemTime(Date.now() + 80_000);

    expect(await tokens.find('short')).toBeUndefined();
    expect(await tokens.find('long')).toEqual({ jti: 'long' });
    await tokens.upsert('another', { jti: 'another' }, 60);
    expect(await readFile(path, 'utf8')).not.toContain('short');
  });

  test('revokes a grant’s tokens of its own kind only', async () => {
    const store = openOidcStore(undefined);
    const [access, refresh] = [store('AccessToken'), store('RefreshToken')];
    await access.upsert('a', { grantId: 'g' }, 60);
    await refresh.upsert('r', { grantId: 'g' }, 60);
    await refresh.upsert('other', { grantId: 'h' }, 60);
    await refresh.revokeByGrantId('g');

    expect(await access.find('a')).toBeDefined();
    expect(await refresh.find('r')).toBeUndefined();
    expect(await refresh.find('other')).toBeDefined();
  });

  test('keeps the mark of a spent token over a restart', async () => {
    const path = join(stateDir(), 'store.json');
    const tokens = openOidcStore(path)('RefreshToken');
    await tokens.upsert('r', { jti: 'r' }, 60);
    await tokens.consume('r');

    expect(await openOidcStore(path)('RefreshToken').find('r')).toMatchObject({
      consumed: expect.any(Number),
    });
  });
});
