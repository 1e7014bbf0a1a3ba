/**
 * T234: what the page makes of a link that anybody can write. Nothing in it is believed: each part is looked up.
 * Covers dashboard/src/wish.ts, dashboard/src/intent.ts, dashboard/src/first-choice.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Connection, Provider, Server } from '../../dashboard/src/api.ts';
import { firstChoice } from '../../dashboard/src/first-choice.ts';
import { type ConnectLink, readIntent } from '../../dashboard/src/intent.ts';
import { type Known, plainWish, wishOf } from '../../dashboard/src/wish.ts';

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
