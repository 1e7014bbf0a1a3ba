/**
 * What the page of a consent makes of what a person chooses: whose app, which account, which products, and where.
 * Covers dashboard/src/consent/app-choice.ts, dashboard/src/consent/account-target.ts,
 * dashboard/src/consent/variable-value.ts, dashboard/src/consent/wanted-scopes.ts,
 * dashboard/src/consent/product-choice.ts, dashboard/src/consent/draft.ts, dashboard/src/consent/remote-server.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Connection, Provider, Server } from '../../../dashboard/src/api/types.ts';
import {
  accountsOf,
  connectionIdOf,
  firstTarget,
  labelFault,
  linkTo,
  takenLabels,
} from '../../../dashboard/src/consent/account-target.ts';
import { appStill, firstApp } from '../../../dashboard/src/consent/app-choice.ts';
import {
  draftOf,
  faultsOf,
  faultsWhileTyping,
  firstDraft,
  isFaultless,
  requestOf,
} from '../../../dashboard/src/consent/draft.ts';
import { productsWithoutScope, withProduct } from '../../../dashboard/src/consent/product-choice.ts';
import { remoteServerOf } from '../../../dashboard/src/consent/remote-server.ts';
import { hostWith, type Variable, valueFault } from '../../../dashboard/src/consent/variable-value.ts';
import { firstWanted, scopeFault, serversByScope } from '../../../dashboard/src/consent/wanted-scopes.ts';
import { plainWish, wishOf } from '../../../dashboard/src/consent/wish.ts';

const READ = { scope: 'notes:read', description: 'Read notes', default: true };
const WRITE = { scope: 'notes:write', description: 'Change notes', default: false };
const EDIT = { scope: 'docs:edit', description: 'Change documents', default: false };
const SUBDOMAIN: Variable = {
  name: 'subdomain',
  label: 'Subdomain',
  example: 'acme',
  of: 'connection',
  pattern: '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$',
  consentHost: '{subdomain}.desk.test',
};
const PROVIDER = {
  id: 'desk',
  name: 'Desk',
  apps: [
    { id: 'notes', name: 'Notes', scopes: [READ, WRITE] },
    { id: 'docs', name: 'Docs', scopes: [EDIT] },
  ],
  variables: [SUBDOMAIN],
  verifiedApp: 'available',
  ownApp: 'registered',
} as Provider;
const LIVE = {
  id: 'desk',
  provider: 'desk',
  status: 'active',
  app: { owner: 'workspace' },
  grantedScopes: ['notes:read'],
  requestedScopes: ['notes:read', 'notes:write'],
  variables: { subdomain: 'acme', hidden: 'x' },
} as unknown as Connection;
const SALES = { ...LIVE, id: 'desk~sales' };
const ENDING = { ...LIVE, id: 'desk~old', status: 'disconnecting' } as Connection;
const ENDED = { ...LIVE, id: 'desk~gone', status: 'disconnected' } as Connection;
const ALL = [LIVE, SALES, ENDING, ENDED];
const SERVER = {
  id: 'writer',
  name: 'Writer',
  provider: 'desk',
  connectionId: 'desk',
  scopes: ['notes:write'],
};
const KNOWN = { connections: ALL, servers: [SERVER as Server], call: undefined };

describe('whose app a consent uses', () => {
  const without = (apps: Partial<Provider>) => ({ ...PROVIDER, ...apps });

  it('is that of the connection, else the verified one, else the workspace’s', () => {
    expect(firstApp(PROVIDER, LIVE)).toBe('workspace');
    expect(firstApp(PROVIDER)).toBe('verified');
    expect(firstApp(without({ verifiedApp: 'not_allowed' }))).toBe('workspace');
    expect(firstApp(without({ ownApp: 'none' }), LIVE)).toBe('verified');
    expect(firstApp(without({ verifiedApp: 'coming_soon', ownApp: 'none' }), LIVE)).toBeUndefined();
  });

  it('stays as chosen, unless the app went away meanwhile', () => {
    expect(appStill(PROVIDER, 'workspace')).toBe('workspace');
    expect(appStill(without({ ownApp: 'none' }), 'workspace')).toBe('verified');
    expect(appStill(PROVIDER, undefined)).toBe('verified');
  });
});

describe('the account of a consent', () => {
  const target = (link: object) => {
    const whole = { provider: 'desk', ...link };
    return firstTarget(whole, wishOf(whole, PROVIDER, KNOWN), accountsOf(PROVIDER, ALL));
  };

  it('is the one that a link names, and a further one if it names none', () => {
    expect(target({ account: 'desk~sales' })).toEqual({ kind: 'again', id: 'desk~sales' });
    expect(target({ server: 'writer' })).toEqual({ kind: 'again', id: 'desk' });
    expect(target({ account: 'desk~fresh' })).toEqual({ kind: 'new', label: 'fresh' });
    expect(target({ account: 'desk~gone' })).toEqual({ kind: 'new', label: 'gone' });
    expect(target({})).toEqual({ kind: 'new', label: '' });
  });

  it('can be connected again unless it is being disconnected', () => {
    expect(accountsOf(PROVIDER, ALL)).toEqual([LIVE, SALES]);
  });

  it('needs a name that is well-formed and free, as soon as there is a first one', () => {
    const taken = takenLabels(PROVIDER, ALL);
    expect([...taken]).toEqual(['', 'sales', 'old']);
    expect(labelFault('', taken)).toContain('name');
    expect(labelFault('', new Set())).toBeUndefined();
    for (const free of ['a', 'gone', '7-x', 'x'.repeat(32)]) expect(labelFault(free, taken)).toBeUndefined();
    for (const odd of ['Sales', 'a b', '-a', 'a_b', 'é', 'x'.repeat(33)])
      expect(labelFault(odd, taken)).toContain('small letters');
    expect(labelFault('sales', taken)).toContain('“sales” is connected');
    expect(labelFault('old', taken)).toBeDefined();
  });

  it('has an id, by which a link means it', () => {
    const link = { provider: 'desk', server: 'writer', account: 'desk' };
    expect(connectionIdOf({ kind: 'new', label: 'eu' }, 'desk')).toBe('desk~eu');
    expect(connectionIdOf({ kind: 'new', label: '' }, 'desk')).toBe('desk');
    const further = wishOf(linkTo(link, { kind: 'new', label: '' }), PROVIDER, KNOWN);
    expect([further.connection, further.needed]).toEqual([undefined, ['notes:write']]);
    expect(wishOf(linkTo(link, { kind: 'again', id: 'desk~sales' }), PROVIDER, KNOWN).connection).toBe(SALES);
  });
});

describe('a value of the provider’s URLs', () => {
  it.each([
    ['acme', undefined, 'acme.desk.test'],
    ['', 'needed', undefined],
    ['https://acme.desk.test', 'https://', undefined],
    ['acme/admin', 'slash', undefined],
    ['acme.desk.test', 'Leave out .desk.test', undefined],
    ['acme.example', 'first dot', undefined],
    ['Acme', 'small letters', undefined],
    ['-', '“acme”', undefined],
  ])('%j is judged while it is typed', (value, words, host) => {
    const fault = valueFault(SUBDOMAIN, value);
    if (words === undefined) expect(fault).toBeUndefined();
    else expect(fault).toContain(words);
    expect(hostWith(SUBDOMAIN, value)).toBe(host);
  });

  it('is one of few, or may be left out', () => {
    const region = { ...SUBDOMAIN, pattern: '^(us|eu)$', choices: ['us', 'eu'], default: 'us' };
    expect(valueFault(region, '')).toBeUndefined();
    expect(valueFault(region, 'eu')).toBeUndefined();
    expect(valueFault(region, 'cn')).toBe('Use one of us, eu.');
  });
});

describe('the permissions of a consent', () => {
  it('are shown with the servers that need them', () => {
    const other = { ...SERVER, id: 'other', name: 'Other', scopes: ['notes:write', 'x'] } as Server;
    const foreign = { ...SERVER, provider: 'else' } as Server;
    expect(serversByScope(PROVIDER, [SERVER as Server, other, foreign])).toEqual(
      new Map([
        ['notes:write', ['Writer', 'Other']],
        ['x', ['Other']],
      ]),
    );
  });

  it('are those of the catalogue with the platform’s app, and any with the workspace’s', () => {
    expect(scopeFault(PROVIDER, 'verified', 'notes:write')).toBeUndefined();
    expect(scopeFault(PROVIDER, 'verified', 'admin')).toContain('own OAuth app');
    expect(scopeFault({ ...PROVIDER, ownApp: 'none' }, 'verified', 'admin')).toContain('it has none');
    expect(scopeFault(PROVIDER, 'workspace', 'admin')).toBeUndefined();
    const wish = { ...plainWish(PROVIDER), needed: ['notes:write', 'admin'] };
    expect(firstWanted(wish, 'verified')).toEqual(['notes:write']);
    expect(firstWanted(wish, 'workspace')).toEqual(['notes:write', 'admin']);
  });

  it('of a product go with it, and a product without usual ones comes with what servers need', () => {
    const needed = new Set(['docs:edit', 'notes:write']);
    const both = withProduct(PROVIDER, { apps: ['notes'], scopes: ['notes:write'] }, { id: 'docs', needed });
    expect(both).toEqual({ apps: ['notes', 'docs'], scopes: ['notes:write', 'docs:edit'] });
    expect(withProduct(PROVIDER, both, { id: 'notes', needed })).toEqual({
      apps: ['docs'],
      scopes: ['docs:edit'],
    });
    // A usual permission is asked for anyway, so a further one is the person's choice.
    expect(withProduct(PROVIDER, { apps: [], scopes: [] }, { id: 'notes', needed }).scopes).toEqual([]);
    expect(productsWithoutScope(PROVIDER, { apps: ['notes', 'docs'], scopes: [] }, [])).toEqual(['Docs']);
    expect(productsWithoutScope(PROVIDER, { apps: ['docs'], scopes: [] }, ['docs:edit'])).toEqual([]);
    // The registration of the app decides, where the provider has no scopes.
    const bare = { ...PROVIDER, apps: [{ id: 'crm', name: 'CRM', scopes: [] }] };
    expect(productsWithoutScope(bare, { apps: ['crm'], scopes: [] }, [])).toEqual([]);
    expect(firstDraft(plainWish(bare), { kind: 'new', label: '' }).choice.apps).toEqual(['crm']);
    expect(firstDraft(plainWish(PROVIDER), { kind: 'new', label: '' }).choice.apps).toEqual(['notes']);
  });
});

describe('the draft of a consent', () => {
  const again = { kind: 'again', id: 'desk' } as const;
  const wish = wishOf({ provider: 'desk', account: 'desk', server: 'writer' }, PROVIDER, KNOWN);

  it('begins with what the connection has, and becomes a request that says whose app', () => {
    const draft = firstDraft(wish, again);
    expect(requestOf(wish, draft, undefined)).toEqual({
      provider: 'desk',
      app: 'workspace',
      apps: ['notes'],
      scopes: ['notes:write'],
      variables: { subdomain: 'acme' },
    });
    expect(isFaultless(faultsOf(wish, draft, ALL))).toBe(true);
  });

  it('says what is missing, before that only what is wrong', () => {
    const plain = plainWish(PROVIDER);
    const empty = { ...firstDraft(plain, { kind: 'new', label: '' }), choice: { apps: [], scopes: [] } };
    const faults = faultsOf(plain, empty, ALL);
    expect(faults).toEqual({
      label: 'Give this account a name.',
      products: 'Choose at least one product.',
      variables: { subdomain: 'This is needed.' },
    });
    expect(faultsWhileTyping(faults, empty)).toEqual({ variables: {} });
    const typed = { ...empty, target: { kind: 'new', label: 'A' } as const };
    expect(faultsWhileTyping(faultsOf(plain, typed, ALL), typed).label).toContain('small letters');
    expect(isFaultless(faults)).toBe(false);
  });

  it('names a product of which nothing would be asked for', () => {
    const draft = { ...firstDraft(wish, again), choice: { apps: ['docs'], scopes: [] }, wanted: [] };
    expect(faultsOf(wish, draft, ALL).products).toContain('Docs');
  });

  it('is again what a failed consent asked for', () => {
    const request = {
      provider: 'desk',
      app: 'verified' as const,
      apps: ['notes'],
      scopes: ['notes:write', 'docs:edit'],
      variables: { subdomain: 'eu' },
    };
    const draft = draftOf(wish, again, request);
    expect(draft).toMatchObject({ app: 'verified', wanted: ['notes:write'], variables: { subdomain: 'eu' } });
    expect(draft.choice).toEqual({ apps: ['notes'], scopes: ['docs:edit'] });
    expect(new Set(requestOf(wish, draft, undefined).scopes)).toEqual(new Set(request.scopes));
  });

  it('drops scopes that the chosen app may not ask for', () => {
    const draft = { ...firstDraft(wish, again), app: 'verified' as const, wanted: ['notes:write', 'admin'] };
    expect(requestOf(wish, draft, undefined).scopes).toEqual(['notes:write']);
  });

  it('of a remote server names no app and all of its scopes', () => {
    const provider = {
      ...PROVIDER,
      id: 'remote~wiki',
      verifiedApp: 'not_possible',
      ownApp: 'none',
    } as Provider;
    const server = { ...SERVER, provider: 'remote~wiki', authorization: {} } as unknown as Server;
    expect(remoteServerOf(provider, [SERVER as Server, server])).toBe(server);
    expect(remoteServerOf(PROVIDER, [SERVER as Server, server])).toBeUndefined();
    const remote = { ...plainWish(provider), needed: ['any'] };
    const draft = firstDraft(remote, { kind: 'new', label: 'eu' });
    expect(requestOf(remote, draft, server)).toEqual({
      provider: 'remote~wiki',
      label: 'eu',
      apps: ['notes', 'docs'],
      scopes: ['any'],
      variables: {},
    });
  });
});
