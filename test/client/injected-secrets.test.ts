/** Covers client/src/injected-secrets.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretsOf } from '../../client/src/injected-secrets.ts';
import { BEARER, TOKEN } from './fake-injector.ts';

/** Every visible ASCII character, of which a token consists (RFC 6750 section 2.1 allows fewer). */
const VISIBLE = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));

describe('what is secret of an injection that does not say so', () => {
  const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');
  it.each<[string, Parameters<typeof secretsOf>[0], string[]]>([
    ['Bearer', { headers: { Authorization: `Bearer ${TOKEN}` } }, [TOKEN]],
    ['a scheme of its own', { headers: { Authorization: `Sentry-Bearer ${TOKEN}` } }, [TOKEN]],
    ['raw', { headers: { 'X-Mcp-Secret-GMAIL-ACCESS-TOKEN': TOKEN } }, [TOKEN]],
    ['raw under a name that says nothing', { headers: { 'X-Thing': TOKEN } }, [TOKEN]],
    [
      'Basic',
      { headers: { Authorization: `Basic ${Buffer.from(`ada@demo.test:${TOKEN}`).toString('base64')}` } },
      [Buffer.from(`ada@demo.test:${TOKEN}`).toString('base64'), TOKEN],
    ],
    ['the query', { headers: {}, query: { token: TOKEN } }, [TOKEN]],
    [
      'base64 of JSON',
      { headers: { 'x-auth-data': json({ access_token: TOKEN, site: 'https://acme.example' }) } },
      [json({ access_token: TOKEN, site: 'https://acme.example' }), TOKEN],
    ],
    [
      'JSON in a variable',
      {
        headers: {},
        env: { H: JSON.stringify({ Authorization: `Bearer ${TOKEN}`, 'Notion-Version': '2025-09-03' }) },
      },
      [TOKEN],
    ],
    [
      'beside companions',
      { headers: { 'X-Mcp-Secret-TOKEN': TOKEN, 'X-Cloud-Id': '11223344-a1b2-3344-5566-77889900aabb' } },
      [TOKEN],
    ],
    [
      'a token that begins with a colon',
      { headers: { Authorization: `Bearer :${TOKEN}` } },
      [`:${TOKEN}`, TOKEN],
    ],
    [
      'a short one that begins with a colon',
      { headers: { Authorization: 'Bearer :xxxxxxxxxxx' } },
      [':xxxxxxxxxxx'],
    ],
    [
      'a field with a space before its colon',
      { headers: {}, env: { H: `Foo : ${TOKEN}` } },
      [`: ${TOKEN}`, TOKEN],
    ],
    ['too short to be one', { headers: { Authorization: 'Bearer short' } }, []],
    [
      'an address',
      { headers: { 'X-Auth-Url': 'https://acme.example/x', 'X-Auth-Host': 'na1.my.salesforce.com' } },
      [],
    ],
    [
      'a token that looks like a mail address, behind a scheme',
      { headers: { Authorization: 'Bearer xxx@x.xxxxxx', 'X-Auth-Mail': 'ada@demo.example' } },
      ['xxx@x.xxxxxx'],
    ],
    [
      'behind a name, as in Token token=…',
      { headers: { Authorization: `Token token=${TOKEN}`, 'X-Auth': `key="${TOKEN}"` } },
      [`token=${TOKEN}`, `key="${TOKEN}"`, TOKEN],
    ],
    [
      'in the address of a database, as its password',
      { headers: {}, env: { API_URL: `https://u:${encodeURIComponent(TOKEN)}@acme.example/x` } },
      [TOKEN],
    ],
    [
      'one name in two places',
      { headers: { token: `a${TOKEN}` }, query: { token: TOKEN } },
      [`a${TOKEN}`, TOKEN],
    ],
    [
      'a token with dots',
      { headers: { Authorization: 'Bearer 1000.8cb99d2f.9b8e7f66' } },
      ['1000.8cb99d2f.9b8e7f66'],
    ],
  ])('%s', (_what, injection, expected) => {
    expect(secretsOf(injection).sort()).toEqual([...expected].sort());
  });

  it.each([undefined, 1_483_804_333])(
    'is the whole token behind a scheme, whatever it looks like; seed %s',
    (seed) => {
      const token = fc.oneof(
        fc.string({ unit: fc.constantFrom(...VISIBLE), minLength: 12, maxLength: 80 }),
        fc.string({ unit: fc.constantFrom(...':x{}"=,;/@.-'), minLength: 12, maxLength: 30 }),
        fc.base64String({ minLength: 12, maxLength: 80 }),
      );
      fc.assert(
        fc.property(token, fc.constantFrom('Bearer', 'Basic', 'Zoho-oauthtoken'), (text, scheme) => {
          expect(secretsOf({ headers: { Authorization: `${scheme} ${text}` } })).toContain(text);
        }),
        { numRuns: 2_000, ...(seed !== undefined && { seed }) },
      );
    },
  );
});

describe('what an injection says is secret', () => {
  it.each<[string, string[], string[]]>([
    ['counts, whatever the values look like', ['ada@demo.example'], ['ada@demo.example']],
    [
      'counts decoded too, as a server takes it from a URL',
      ['abc%2Fdefghijk'],
      ['abc%2Fdefghijk', 'abc/defghijk'],
    ],
    ['counts as it is where it is not of a URL', ['abc%2Fdef%ghijk'], ['abc%2Fdef%ghijk']],
    ['does not count if it is too short to be one', ['short'], []],
  ])('%s', (_what, secrets, expected) => {
    expect(secretsOf({ headers: { Authorization: BEARER }, secrets })).toEqual(expected);
  });
});
