/**
 * What the pages of the catalogue say of a provider: in which group it stands, whether an app can be used, and what an admin
 * is asked for.
 * Covers dashboard/src/pages/providers/group-providers.ts, dashboard/src/words/app-words.ts,
 * dashboard/src/words/consent-words.ts, dashboard/src/words/start-words.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Connection, Provider } from '../../../dashboard/src/api/types.ts';
import {
  counted,
  grouped,
  isFound,
  productsOf,
} from '../../../dashboard/src/pages/providers/group-providers.ts';
import { adminRequest, nobodyCanConnect, whyNoApp } from '../../../dashboard/src/words/app-words.ts';
import { consentWords } from '../../../dashboard/src/words/consent-words.ts';
import { startWords } from '../../../dashboard/src/words/start-words.ts';

const provider = (id: string, more: object = {}) =>
  ({ id, name: id.toUpperCase(), apps: [], connectsWith: 'verified', ...more }) as unknown as Provider;

describe('the catalogue', () => {
  it('has what can be connected first, of that what is connected first, and remote servers apart', () => {
    const all = [
      provider('b'),
      provider('remote~wiki'),
      provider('z', { connectsWith: 'app_not_available' }),
      provider('a'),
      provider('custom~crm', { connectsWith: 'workspace' }),
      provider('y', { connectsWith: 'app_not_allowed' }),
    ];
    const countOf = counted([
      { provider: 'b', status: 'active' },
      { provider: 'b', status: 'reauthorization_required' },
      { provider: 'a', status: 'disconnected' },
    ] as Connection[]);
    const { ready, ownApp, remote } = grouped(all, countOf);
    expect(ready.map(({ id }) => id)).toEqual(['b', 'a', 'custom~crm']);
    expect(ownApp.map(({ id }) => id)).toEqual(['y', 'z']);
    expect(remote.map(({ id }) => id)).toEqual(['remote~wiki']);
    expect([countOf('b'), countOf('a')]).toEqual([2, 0]);
  });

  it('is searched by name and by product', () => {
    const google = provider('google', { name: 'Google', apps: [{ name: 'Gmail' }] });
    expect([' GMAIL ', 'goog', ''].map((search) => isFound(google, search))).toEqual([true, true, true]);
    expect(isFound(google, 'slack')).toBe(false);
  });

  it.each([
    ['GitHub', ['GitHub'], ''],
    ['Slack (bot)', ['Slack'], ''],
    ['Salesforce', ['Salesforce', 'Salesforce hosted MCP servers'], 'Hosted MCP servers'],
    ['Docusign', ['eSignature'], 'eSignature'],
    ['Google', ['Gmail', 'Drive', 'Docs', 'Chat'], 'Gmail, Drive and 2 more'],
  ])('says in a few words what of %s can be connected', (name, products, words) => {
    const apps = products.map((product) => ({ name: product })) as Provider['apps'];
    expect(productsOf({ name, apps })).toBe(words);
  });
});

describe('an OAuth app', () => {
  const google = { name: 'Google', id: 'google', verifiedApp: 'available', ownApp: 'registered' } as const;

  it('says why it cannot be used, and never that it is coming soon', () => {
    expect([whyNoApp(google, 'verified'), whyNoApp(google, 'workspace')]).toEqual([undefined, undefined]);
    expect(whyNoApp({ ...google, ownApp: 'none' }, 'workspace')).toContain('none');
    const verified = (verifiedApp: Provider['verifiedApp'], id = 'google') =>
      whyNoApp({ ...google, id, verifiedApp }, 'verified') ?? '';
    expect(verified('coming_soon')).toContain('This environment has none for Google');
    expect(verified('coming_soon')).not.toMatch(/soon/i);
    expect(verified('not_possible')).toContain('each customer of Google');
    expect(verified('not_possible', 'custom~crm')).toContain('This workspace added');
    expect(verified('not_allowed')).toContain('own apps alone');
  });

  it('is asked for with the two addresses that an admin and the member need', () => {
    const appAddress = 'https://c.test/w/acme/oauth-apps/google';
    const connectAddress = 'https://c.test/w/acme/providers/google/connect';
    const text = adminRequest({ workspace: 'acme', provider: 'Google', appAddress, connectAddress });
    for (const part of ['acme', 'Google', appAddress, connectAddress]) expect(text).toContain(part);
    const none = { name: 'Google', connectsWith: 'app_not_available' } as const;
    const shared = { isPersonal: false };
    expect(nobodyCanConnect(none, shared)).toContain('own OAuth app');
    expect(nobodyCanConnect({ ...none, connectsWith: 'app_not_allowed' }, shared)).toContain('alone');
    expect(nobodyCanConnect(none, { isPersonal: true })).toContain('there is none for Google');
  });
});

describe('a consent that made no connection', () => {
  const problem = (code: string) => ({ title: 'T', detail: 'D', code, correlationId: 'c' });

  it('with another account says how to have both, and asks nobody to disconnect', () => {
    const words = consentWords(problem('account_mismatch'), 'Google');
    expect(words).toMatchObject({ title: 'Another account', correlationId: 'c' });
    expect(words.detail).toContain('beside the other one');
    expect(words.detail).not.toMatch(/disconnect/i);
  });

  it('says in its own words what a person can do', () => {
    expect(consentWords(problem('consent_refused'), 'Google').detail).toContain('at Google');
    expect(startWords(problem('invalid_variable')).detail).toContain('example');
    expect(startWords(problem('internal'))).toEqual(problem('internal'));
  });
});
