/**
 * The proof that breaks definitions notices what it must, and says what it does not notice.
 * Covers test/prove/definitions/breaks.ts, test/prove/definitions/notice.ts, test/prove/definitions/survivors.ts.
 */
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { dropbox } from '../../src/providers/dropbox.ts';
import { salesforce } from '../../src/providers/salesforce.ts';
import { breaksOf, isLeftOut, LEFT_OUT } from './definitions/breaks.ts';
import { noticeOf } from './definitions/notice.ts';
import { judge, listedSurvivors, percentOf, unlisted } from './definitions/survivors.ts';

const of = (field: string, what: string) => {
  const found = breaksOf(dropbox).find((one) => one.field === field && one.what === what);
  if (!found) throw new Error(`no such break: ${field}: ${what}`);
  return found;
};

describe('a definition', () => {
  it('is noticed by nothing while it is whole', async () => {
    expect(await noticeOf(dropbox)).toBeUndefined();
  });

  it.each([
    ['oauth.tokenEndpoint', 'another host', 'journeys'],
    ['oauth.clientAuthentication', 'client_secret_basic', 'journeys'],
    ['oauth.authorizationParameters.token_access_type', 'missing', 'journeys'],
    ['oauth.account.read', 'reads nothing', 'journeys'],
    ['oauth.revocation.needs', 'missing', 'journeys'],
    ['api.authorization', 'another', 'journeys'],
  ])('with %s broken (%s) is noticed by %s', async (field, what, by) => {
    expect((await noticeOf(of(field, what).broken))?.by).toBe(by);
  });

  it('is broken in each field that it has, but for those that are left out with a reason', () => {
    const fields = new Set(breaksOf(salesforce).map(({ field }) => field.split('.').slice(0, 2).join('.')));
    for (const name of Object.keys(salesforce.oauth))
      expect([...fields].join(' ')).toContain(`oauth.${name}`);
    expect(isLeftOut('verified.setUp')).toBe(true);
    expect(isLeftOut('oauth.tokenEndpoint')).toBe(false);
    for (const { reason } of LEFT_OUT) expect(reason.length).toBeGreaterThan(10);
  });

  it('stays as it is', () => {
    const before = JSON.stringify(dropbox);
    breaksOf(dropbox);
    expect(JSON.stringify(dropbox)).toBe(before);
  });
});

describe('a break that nothing notices', () => {
  const unnoticed = async () => undefined;

  it('counts against the score, and is not listed', async () => {
    const verdict = await judge([of('oauth.tokenEndpoint', 'another host')], unnoticed);
    expect(percentOf(verdict)).toBe(0);
    expect(unlisted(verdict.survivors, listedSurvivors())).toHaveLength(1);
  });

  it('is listed with its reason, each once, for providers that there are', () => {
    const listed = listedSurvivors();
    expect(new Set(listed.map(({ field, what }) => `${field} ${what}`)).size).toBe(listed.length);
    for (const { providers, reason } of listed) {
      expect(providers.filter((id) => !CATALOGUE.has(id))).toEqual([]);
      expect(reason).toMatch(/^[A-Z].{30,}\.$/);
    }
  });
});
