/**
 * T234: what the page makes of a link that anybody can write. Nothing in it is believed: each part is looked up.
 * Covers dashboard/src/consent/wish.ts, dashboard/src/consent/intent.ts, dashboard/src/consent/first-choice.ts,
 * dashboard/src/consent/return-address.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Connection, Provider, Server } from '../../../dashboard/src/api/types.ts';
import { firstChoice } from '../../../dashboard/src/consent/first-choice.ts';
import { type ConnectLink, queryOf, readIntent, readLinkTo } from '../../../dashboard/src/consent/intent.ts';
import { returnAddress } from '../../../dashboard/src/consent/return-address.ts';
import { type Known, plainWish, wishOf } from '../../../dashboard/src/consent/wish.ts';

const PROVIDER = { id: 'demo', name: 'Demo' } as Provider;
const SERVER = {
  id: 'demo-writer',
  name: 'Writer',
  provider: 'demo',
  connectionId: 'demo~sales',
  scopes: ['notes:read', 'notes:write'],
} as Server;
const OTHER = { ...SERVER, id: 'mail', name: 'Mail', provider: 'google', scopes: ['mail'] };
const SALES = {
  id: 'demo~sales',
  provider: 'demo',
  status: 'active',
  grantedScopes: ['notes:read'],
} as Connection;
const KNOWN: Known = { connections: [SALES], servers: [SERVER, OTHER], call: undefined };
const ID = '01a229be-fedc-74ca-acef-c631d62902b3';

const wish = (link: Partial<ConnectLink>, known: Partial<Known> = {}) =>
  wishOf({ provider: 'demo', ...link }, PROVIDER, { ...KNOWN, ...known });

describe('T234: a link', () => {
  it('T234: has ticked what the stored registration wants and the connection lacks, and nothing that it says itself', () => {
    const { needed, asked, connection, server } = wish({
      server: 'demo-writer',
      account: 'demo~sales',
      scopes: ['admin', 'notes:write', 'notes:read'],
    });
    expect({ needed, connection, server }).toEqual({
      needed: ['notes:write'],
      connection: SALES,
      server: SERVER,
    });
    expect(asked).toEqual([{ scope: 'admin', by: 'the link', needsAdmin: true }]);
  });

  it('T234: names who asks for what the record of the refusal says, unticked', () => {
    const call = { server: 'demo-writer', missingScopes: ['notes:delete'], challengedScopes: ['admin:org'] };
    const { needed, asked } = wish({ server: 'demo-writer', refusal: ID }, { call: call as never });
    expect(needed).toEqual(['notes:write']);
    expect(asked).toEqual([
      { scope: 'admin:org', by: 'Writer', needsAdmin: true },
      { scope: 'notes:delete', by: 'Writer', needsAdmin: false },
    ]);
  });

  it('T234: does not take the record of another server’s call', () => {
    const call = { server: 'mail', challengedScopes: ['admin:org'] };
    expect(wish({ server: 'demo-writer', refusal: ID }, { call: call as never }).asked).toEqual([]);
    expect(wish({ refusal: ID }, { call: call as never }).asked).toEqual([]);
  });

  it.each<[string, Partial<ConnectLink>, string]>([
    ['a server that is not here', { server: 'nosuch' }, 'no MCP server “nosuch”'],
    ['a server of another provider', { server: 'mail' }, 'no MCP server “mail”'],
    ['an account of another provider', { account: 'google~x' }, '“google~x” is no account'],
    ['an account that is only named alike', { account: 'demolition' }, '“demolition” is no account'],
  ])('T234: tells of %s, and ticks nothing for it', (_what, link, sentence) => {
    const { needed, unknown } = wish(link);
    expect(needed).toEqual([]);
    expect(unknown).toEqual([expect.stringContaining(sentence)]);
  });

  it('connects a new account under its label, where the account is not there', () => {
    expect(wish({ account: 'demo~new' })).toMatchObject({ label: 'new' });
    expect(wish({ server: 'demo-writer' })).toMatchObject({ connection: SALES });
    const former = { ...SALES, status: 'disconnected' } as Connection;
    const { connection, needed } = wish({ server: 'demo-writer' }, { connections: [former] });
    expect({ connection, needed }).toEqual({ connection: undefined, needed: SERVER.scopes });
  });

  it('T234: opens with no product ticked, since the permissions of the server are', () => {
    const scopes = [{ scope: 'repo', description: 'All', default: true }];
    const provider = { ...PROVIDER, apps: [{ id: 'code', name: 'Code', scopes }] } as Provider;
    const link = { provider: 'demo', server: 'demo-writer' };
    const opened = wishOf(link, provider, { ...KNOWN, connections: [] });
    expect([opened.needed, firstChoice(opened)]).toEqual([SERVER.scopes, { apps: [], scopes: [] }]);
    // A click at the provider is not a link.
    expect(firstChoice(plainWish(provider)).apps).toEqual(['code']);
    const again = { ...SALES, requestedScopes: ['repo'] } as Connection;
    expect(firstChoice(wishOf(link, provider, { ...KNOWN, connections: [again] })).apps).toEqual(['code']);
  });

  it('T234: says that the record could not be read, and then has the scopes as the link’s', () => {
    const { asked, unknown } = wish({ server: 'demo-writer', scopes: ['admin'] }, { call: 'unreadable' });
    expect(asked).toEqual([{ scope: 'admin', by: 'the link', needsAdmin: true }]);
    expect(unknown).toEqual([expect.stringContaining('could not be read')]);
  });

  it('T234: for a text that is no workspace is not for the one that is open', () => {
    const { connect } = readIntent({ fragment: '', query: '?connect=demo&workspace=a.b', now: 0 });
    expect(connect).toEqual({ provider: 'demo', workspace: '' });
  });

  it('is read by grammar: what has none is not there', () => {
    const query = new URLSearchParams({
      connect: 'demo',
      workspace: 'acme',
      server: 'x"><script>',
      account: 'demo~../x',
      refusal: 'not-an-id',
      scopes: `a ${'s'.repeat(201)} "b" c\\d é`,
    });
    expect(readIntent({ fragment: '', query: `?${query}`, now: 0 })).toEqual({
      connect: { provider: 'demo', workspace: 'acme', scopes: ['a'] },
    });
    const many = Array.from({ length: 1_000 }, (_, number) => `s${number}`).join(' ');
    const { connect } = readIntent({ fragment: '', query: `?connect=demo&scopes=${many}`, now: 0 });
    expect(connect?.scopes).toHaveLength(50);
  });
});

describe('T234: the way back that a link names', () => {
  const CONFIG = { returnTo: ['https://chat.acme.test', 'http://localhost:5173'] };
  const back = (address: string, config: { returnTo?: string[] } = CONFIG) => {
    const query = `?connect=demo&return=${encodeURIComponent(address)}`;
    return returnAddress(readIntent({ fragment: '', query, now: 0 }).connect, config);
  };

  it.each([
    ['https://chat.acme.test/c/1?m=2#end', 'https://chat.acme.test/c/1?m=2#end'],
    ['https://CHAT.acme.test:443/c', 'https://chat.acme.test/c'],
    ['http://localhost:5173/c', 'http://localhost:5173/c'],
  ])('T234: is %s', (address, href) => {
    expect(back(address)).toBe(href);
  });

  it.each([
    'https://evil.example/',
    'https://chat.acme.test.evil.example/',
    'https://chat.acme.test@evil.example/',
    'https://evil.example\\@chat.acme.test/',
    'https://user:pass@chat.acme.test/',
    'http://chat.acme.test/',
    'https://chat.acme.test:8443/',
    'http://localhost:5174/',
    '//chat.acme.test/',
    'javascript:alert(1)//https://chat.acme.test',
    'data:text/html,x',
    `https://chat.acme.test/${'x'.repeat(2000)}`,
    `https://chat.acme.test/${'é'.repeat(1000)}`,
    '',
  ])('T234: is not %s', (address) => {
    expect(back(address)).toBeUndefined();
  });

  it('T234: is nowhere if no origin is listed, and none of a list that says more than it may', () => {
    expect(back('https://chat.acme.test/', {})).toBeUndefined();
    expect(back('http://chat.acme.test/', { returnTo: ['http://chat.acme.test'] })).toBeUndefined();
    expect(back('data:text/html,x', { returnTo: ['null'] })).toBeUndefined();
    expect(returnAddress(undefined, CONFIG)).toBeUndefined();
    expect(returnAddress({ return: 'no address' }, CONFIG)).toBeUndefined();
  });

  it('is no part of a link that does not name one', () => {
    const { connect } = readIntent({ fragment: '', query: '?connect=demo&return=nowhere', now: 0 });
    expect(connect).toEqual({ provider: 'demo' });
  });
});

describe('the page of the consent', () => {
  it('reads of its address all that the link said', () => {
    const link: ConnectLink = {
      ...{ provider: 'demo', server: 'provider:demo', account: 'demo~sales', refusal: ID },
      ...{ scopes: ['notes:read', 'https://a.test/b?c=d&e'], return: 'https://chat.test/?thread=1&x=%20' },
    };
    expect(readLinkTo('demo', queryOf({ ...link, workspace: 'acme' }))).toEqual(link);
    expect(queryOf({ provider: 'demo' }).size).toBe(0);
  });
});
