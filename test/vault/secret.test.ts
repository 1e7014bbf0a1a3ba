/** Covers src/vault/secret.ts. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
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
