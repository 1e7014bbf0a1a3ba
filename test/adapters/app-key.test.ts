/** Covers src/broker/apps/app-key.ts. */
import { describe, expect, it } from 'vitest';
import { appKeyOf, parseAppKey } from '../../src/broker/apps/app-key.ts';

describe('app keys', () => {
  it.each([
    { owner: 'verified', provider: 'google', version: 1 },
    { owner: 'acme_2', provider: 'custom~crm', version: 9_999_999_999 },
    { owner: 'a', provider: 'a', version: 0 },
  ])('round trip as $owner/$provider/$version', (app) => {
    expect(appKeyOf(app)).toBe(`${app.owner}/${app.provider}/${app.version}`);
    expect(parseAppKey(appKeyOf(app))).toEqual(app);
  });

  it.each([
    '',
    'google',
    'acme/google',
    'acme/google/',
    'acme/google/x',
    'acme/google/01',
    'acme/google/-1',
    'acme/google/1e3',
    'acme/google/10000000000',
    'acme/google/1/',
    '/google/1',
    'acme//1',
    'acme/GOOGLE/1',
    'ac#me/google/1',
  ])('are not %j', (appKey) => {
    expect(parseAppKey(appKey)).toBeUndefined();
  });
});
