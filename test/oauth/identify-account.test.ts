/** Covers src/oauth/account/identify-account.ts. */
import { describe, expect, it } from 'vitest';
import { identifyAccount } from '../../src/oauth/account/identify-account.ts';
import type { AccountFacts, ReadAccount } from '../../src/oauth/provider.ts';
import { Secret } from '../../src/vault/secret.ts';
import { contextOf, JSON_TYPE, type Scripted, scriptedProvider } from './scripted-provider.ts';

type EndpointFacts = Extract<AccountFacts, { kind: 'endpoint' }>;

const readAccount: EndpointFacts['read'] = (answer) => {
  const { id, login } = answer as { id?: unknown; login?: unknown };
  return typeof id === 'string' && typeof login === 'string' ? { id, label: login } : undefined;
};

async function identified(answer: Scripted, facts: Partial<EndpointFacts> = {}) {
  const { origin, requests } = await scriptedProvider(() => answer);
  const all: EndpointFacts = {
    kind: 'endpoint',
    endpoint: `${origin}/me`,
    headers: {},
    read: readAccount,
    ...facts,
  };
  return { account: await identifyAccount(contextOf(origin), all, new Secret('at')), requests };
}

const labelled = async (login: string): Promise<string | undefined> =>
  (await identified({ body: JSON.stringify({ id: '1', login }) })).account?.label;

describe('the account behind a token', () => {
  it('is what the provider’s account endpoint says', async () => {
    const { account, requests } = await identified({ body: '{"id":"42","login":"ada"}' });
    expect(account).toEqual<ReadAccount>({ id: '42', label: 'ada' });
    expect(requests).toEqual([expect.objectContaining({ method: 'GET', path: '/me', body: '' })]);
    expect(requests[0]?.headers).toMatchObject({ accept: 'application/json', authorization: 'Bearer at' });
  });

  it('is asked for with the provider’s own headers, the scheme of the token among them', async () => {
    const headers = { accept: 'application/vnd.x+json', 'x-version': '1' };
    const { requests } = await identified({ body: '{}' }, { headers });
    expect(requests[0]?.headers).toMatchObject({
      accept: 'application/vnd.x+json',
      'x-version': '1',
      authorization: 'Bearer at',
    });
  });

  it.each<[string, Scripted]>([
    ['401', { status: 401, body: '{"id":"42","login":"ada"}' }],
    ['403', { status: 403, body: '{"id":"42","login":"ada"}' }],
    ['500', { status: 500, body: '{"id":"42","login":"ada"}' }],
    ['a redirect', { status: 302, headers: { location: '/you' }, body: '{"id":"42","login":"ada"}' }],
    ['201', { status: 201, body: '{"id":"42","login":"ada"}' }],
    ['204', { status: 204 }],
    ['HTML', { body: '<html>' }],
    ['truncated JSON', { body: '{"id":"42","login":"a' }],
    ['null', { body: 'null' }],
    ['a string', { body: '"ada"' }],
    ['an array', { body: '[]' }],
    ['another shape', { body: '{"data":{"id":"42","login":"ada"}}' }],
    ['another type', { body: '{"id":42,"login":"ada"}' }],
    ['an empty id, which would make all accounts one', { body: '{"id":"","login":"ada"}' }],
  ])('is not known from %s', async (_title, answer) => {
    expect((await identified({ headers: JSON_TYPE, ...answer })).account).toBeUndefined();
  });

  it('is not known when the provider cannot be reached: that is an error of the port', async () => {
    const facts: EndpointFacts = {
      kind: 'endpoint',
      endpoint: 'https://10.0.0.1/me',
      headers: {},
      read: readAccount,
    };
    await expect(
      identifyAccount(contextOf('https://10.0.0.1'), facts, new Secret('at')),
    ).rejects.toMatchObject({
      name: 'ProviderFetchError',
    });
  });

  it('T176: pollutes nothing', async () => {
    await identified({ body: '{"__proto__":{"polluted":1},"id":"1","login":"a"}' });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('T074 T175: a label holds nothing that a person cannot see', () => {
  it.each([
    ['line breaks', 'ada\r\n{"level":"error"}', 'ada{"level":"error"}'],
    ['escape codes', 'ada\u001b[31m\u009b0m', 'ada[31m0m'],
    ['NUL, DEL and tab', 'a\0d\u007fa\t', 'ada'],
    ['a right-to-left override', 'ada\u202egpj.exe', 'adagpj.exe'],
    ['directional isolates', '\u2066ada\u2069', 'ada'],
    ['zero width characters', 'a\u200bd\u200da\ufeff', 'ada'],
    ['a soft hyphen', 'a\u00adda', 'ada'],
    ['line and paragraph separators', 'a\u2028d\u2029a', 'ada'],
    ['tag characters', 'ada\u{e0041}\u{e0042}', 'ada'],
    ['private use and lone surrogates', 'ada\ue000\ud800', 'ada'],
  ])('T074: not %s', async (_title, login, label) => {
    expect(await labelled(login)).toBe(label);
  });

  it('T175: composes what is the same to the eye', async () => {
    expect(await labelled('ade\u0301le')).toBe('adéle');
  });

  it('keeps letters, signs and pictures of all scripts', async () => {
    expect(await labelled('Ада @ 例え.テスト 🦊')).toBe('Ада @ 例え.テスト 🦊');
  });

  it('is bounded, without cutting a character in half', async () => {
    expect(await labelled('a'.repeat(100_000).slice(0, 60_000))).toHaveLength(120);
    const foxes = await labelled(`a${'🦊'.repeat(200)}`);
    expect(foxes?.isWellFormed()).toBe(true);
    expect([...(foxes ?? '')]).toHaveLength(120);
  });
});
