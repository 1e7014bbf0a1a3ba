/** Covers src/vault/secret.ts, src/vault/handle-seal.ts. */
import { createHash, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { handleHash, isHandle, openUnderHandle, sealUnderHandle } from '../../src/vault/handle-seal.ts';
import { Secret } from '../../src/vault/secret.ts';

describe('T063 T064: a secret', () => {
  const token = 'gho_16C7e42F292c6912E7710c838347Ae178B4a';
  it.each<[string, (secret: Secret) => string]>([
    ['String()', String],
    ['a template', (secret) => `${secret}`],
    ['concatenation', (secret) => `${secret} `],
    ['JSON', (secret) => JSON.stringify({ secret })],
    ['inspect', (secret) => inspect({ deep: { secret } }, { depth: 9, showHidden: true })],
    ['an error', (secret) => String(new Error(`failed with ${secret}`))],
    ['its keys', (secret) => JSON.stringify(Object.entries({ ...secret }))],
  ])('does not show in %s', (_name, show) => {
    expect(show(new Secret(token))).not.toContain('gho_');
  });

  it('says instead that it is one', () => {
    const secret = new Secret(token);
    expect([String(secret), JSON.stringify(secret), inspect(secret)]).toEqual([
      '[secret]',
      '"[secret]"',
      '[secret]',
    ]);
  });

  it('is revealed on purpose', () => {
    expect(new Secret(token).reveal()).toBe(token);
  });
});

describe('a code parked under its handle', () => {
  const newHandle = () => new Secret(randomBytes(32).toString('base64url'));
  const redirect = {
    sessionId: createHash('sha256').update('state').digest('base64url'),
    state: new Secret('state'),
    provider: 'google',
    owner: 'verified',
    issuer: 'https://accounts.example',
  };

  it('opens with its handle, session, state and redirect alone', () => {
    const handle = newHandle();
    const sealed = sealUnderHandle(handle, redirect, randomBytes(12), new Secret('code'));
    expect(openUnderHandle(handle, redirect, sealed).reveal()).toBe('code');
    expect(() => openUnderHandle(newHandle(), redirect, sealed)).toThrow('does_not_open');
    expect(() => openUnderHandle(handle, redirect, sealed.subarray(1))).toThrow('does_not_open');
    for (const other of [
      { sessionId: `${redirect.sessionId.slice(1)}x` },
      { state: new Secret('another') },
      { provider: 'custom~evil' },
      { owner: 'acme' },
      { issuer: 'https://evil.example' },
      { issuer: undefined },
    ])
      expect(() => openUnderHandle(handle, { ...redirect, ...other }, sealed)).toThrow('does_not_open');
  });

  it('T095: is recognised by a hash that is not its key', () => {
    const handle = newHandle();
    expect(isHandle(handle, handleHash(handle))).toBe(true);
    expect(isHandle(newHandle(), handleHash(handle))).toBe(false);
    expect(isHandle(handle, undefined)).toBe(false);
    expect(isHandle(handle, Buffer.alloc(0))).toBe(false);
  });
});
