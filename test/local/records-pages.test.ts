/**
 * The pure parts of the pages of activity and of calls.
 * Covers dashboard/src/data/pages.ts, dashboard/src/filters/filter-address.ts, dashboard/src/words/days.ts,
 * dashboard/src/words/activity-kinds.ts, dashboard/src/words/activity-words.ts, dashboard/src/words/call-words.ts,
 * dashboard/src/words/scope-words.ts, dashboard/src/pages/activity/activity-filter.ts,
 * dashboard/src/pages/calls/call-filter.ts, dashboard/src/pages/calls/call-remedy.ts.
 */
import { describe, expect, test } from 'vitest';
import type { Activity, Call, Connection, Provider, Server } from '../../dashboard/src/api/types.ts';
import { newerOf, nextPage, type PageOf, withNewer } from '../../dashboard/src/data/pages.ts';
import { addressOfFilter, choicesOf, setIn } from '../../dashboard/src/filters/filter-address.ts';
import * as activityFilter from '../../dashboard/src/pages/activity/activity-filter.ts';
import * as callFilter from '../../dashboard/src/pages/calls/call-filter.ts';
import { providerOf, remedyOf } from '../../dashboard/src/pages/calls/call-remedy.ts';
import { KIND_GROUPS, typesOfKind } from '../../dashboard/src/words/activity-kinds.ts';
import { activityText } from '../../dashboard/src/words/activity-words.ts';
import { callPieces, countText, isTrial } from '../../dashboard/src/words/call-words.ts';
import { byDay, daysIn, spanFault } from '../../dashboard/src/words/days.ts';
import { scopeWords } from '../../dashboard/src/words/scope-words.ts';
import { ACTIVITY_TYPES } from '../../src/contract/activity.ts';
import { ActivityQuery } from '../../src/contract/resources.ts';

const NOON = Date.parse('2026-11-30T12:00:00Z');
const query = (text: string) => new URLSearchParams(text);

describe('a list that comes in pages', () => {
  const pagesOf = (pages: Record<string, PageOf<string>>) => {
    const asked: string[] = [];
    const ask = async (cursor = '') => {
      asked.push(cursor);
      return pages[cursor] ?? { items: [], cursor: `${cursor}x` };
    };
    return { ask, asked };
  };

  test('passes over empty pages until one has an entry', async () => {
    const { ask, asked } = pagesOf({
      '': { items: [], cursor: 'a' },
      a: { items: [], cursor: 'b' },
      b: { items: ['found'], cursor: 'c' },
    });
    expect(await nextPage(ask)).toEqual({ items: ['found'], cursor: 'c' });
    expect(asked).toEqual(['', 'a', 'b']);
  });

  test('ends at the last page, and stops looking after ten', async () => {
    const last = pagesOf({ '': { items: [] } });
    expect(await nextPage(last.ask)).toEqual({ items: [] });
    const endless = pagesOf({});
    expect((await nextPage(endless.ask, 'x')).cursor).toBe('x'.repeat(11));
    expect(endless.asked).toHaveLength(10);
  });

  const self = (item: string) => item;

  test('puts newer entries before those that are shown, and keeps the older ones', () => {
    const shown = { items: ['c', 'b', 'a'], cursor: 'older' };
    const fresh = { items: ['e', 'd', 'c'], cursor: 'other' };
    expect(newerOf(shown.items, fresh.items, self)).toEqual(['e', 'd']);
    expect(withNewer(shown, fresh, self)).toEqual({ items: ['e', 'd', 'c', 'b', 'a'], cursor: 'older' });
  });

  test('begins again where so many are new that some between are not known', () => {
    const shown = { items: ['b', 'a'], cursor: 'older' };
    const fresh = { items: ['z', 'y'], cursor: 'other' };
    expect(withNewer(shown, fresh, self)).toEqual(fresh);
  });
});

describe('filters in the address', () => {
  test('of the activity are read, asked for and written', () => {
    const filter = activityFilter.readFilter(
      query('person=ada&connection=demo~sales&type=apps&from=2026-11-01'),
    );
    expect(activityFilter.requestOf(filter)).toEqual({
      person: 'ada',
      connection: 'demo~sales',
      type: typesOfKind('apps'),
      from: '2026-11-01',
    });
    expect(`${addressOfFilter(filter)}`).toBe('person=ada&connection=demo%7Esales&type=apps&from=2026-11-01');
    expect(setIn(filter)).toBe(4);
  });

  test('that name no kind, or days that end before they begin, are not asked for', () => {
    const filter = activityFilter.readFilter(
      query('type=nonsense&from=2026-11-09&to=2026-11-01&server=notes'),
    );
    expect(activityFilter.requestOf(filter)).toEqual({ server: 'notes' });
    expect(spanFault(filter)).toBe('The last day is before the first one.');
    expect(spanFault({ from: '2026-11-01', to: '' })).toBeUndefined();
  });

  test('of the calls are read and asked for, without the call that is unfolded', () => {
    const filter = callFilter.readFilter(query('server=notes&outcome=injected&mine=true&call=1'));
    expect(callFilter.requestOf(filter)).toEqual({ server: 'notes', outcome: 'injected', mine: true });
    expect(callFilter.isNarrowed(filter)).toBe(true);
    expect(callFilter.isNarrowed(callFilter.readFilter(query('call=1')))).toBe(false);
  });

  test('of the calls say which days are counted: those of the list', () => {
    const counted = (text: string) => callFilter.countedOf(callFilter.readFilter(query(text)), NOON);
    expect(counted('')).toEqual({ from: '2026-11-24', to: '2026-11-30' });
    expect(counted('to=2026-11-10&server=notes')).toEqual({
      from: '2026-11-04',
      to: '2026-11-10',
      server: 'notes',
    });
    expect(counted('from=2026-10-31&connection=demo')).toMatchObject({
      from: '2026-10-31',
      to: '2026-11-30',
    });
    expect(counted('from=2026-10-30')).toBeUndefined();
    expect(daysIn({ from: '2026-10-31', to: '2026-11-30' })).toBe(31);
  });

  test('offer each value once, in the order of its words', () => {
    expect(choicesOf(['b', undefined, '', 'a', 'b'], (value) => (value === 'a' ? 'Zoe' : 'Ben'))).toEqual([
      ['b', 'Ben'],
      ['a', 'Zoe'],
    ]);
  });
});

describe('the kinds of entries', () => {
  test('are every type, each in one group', () => {
    const types = KIND_GROUPS.flatMap((group) => group.types.map(([type]) => type));
    expect(types.toSorted()).toEqual([...ACTIVITY_TYPES].toSorted());
    expect(typesOfKind('workspace_deleted')).toBe('workspace_deleted');
    expect(typesOfKind('')).toBeUndefined();
  });

  test.each(KIND_GROUPS.map(({ group }) => group))('of the group %s are a filter of the API', (group) => {
    const type = typesOfKind(group);
    expect(ActivityQuery.parse({ type }).type).toBe(type);
  });
});

describe('a sentence of the activity', () => {
  const names = { nameOf: () => 'Demo', people: (subject: string) => subject };
  const textOf = (entry: Partial<Activity>) => {
    const { pieces } = activityText({ at: '', type: 'connected', ...entry }, names);
    return {
      text: pieces.map(({ text }) => text).join(''),
      names: pieces.flatMap((piece) => piece.names ?? []),
    };
  };

  test('names the account, the server and the app, each with its page', () => {
    const sales = { provider: 'demo', connectionId: 'demo~sales', actor: 'ada' };
    expect(textOf(sales)).toEqual({
      text: 'ada connected Demo · sales',
      names: [{ page: 'connection', id: 'demo~sales' }],
    });
    expect(textOf({ type: 'mcp_server_put', server: 'notes', provider: 'demo', actor: 'ada' }).names).toEqual(
      [{ page: 'server', id: 'notes' }],
    );
    expect(textOf({ type: 'oauth_app_put', provider: 'demo', actor: 'ada' }).names).toEqual([
      { page: 'app', id: 'demo' },
    ]);
  });

  test.each([
    ['putOAuthApp', 'A request of bob was refused: put OAuth app'],
    ['listMcpServers', 'A request of bob was refused: list MCP servers'],
    [undefined, 'A request of bob was refused'],
  ])('of a refusal says what was asked: %s', (operation, sentence) => {
    const entry = { type: 'refused', actor: 'bob', ...(operation && { operation }) } as const;
    expect(textOf(entry).text).toBe(sentence);
  });
});

describe('entries by day', () => {
  const at = (day: number, hour = 12) => ({ at: new Date(2026, 10, day, hour).toISOString() });
  const now = new Date(2026, 10, 30, 15).getTime();

  test('stand below the day where the person is', () => {
    const entries = [at(30), at(30, 1), at(29, 23), at(27), { at: new Date(2025, 4, 3).toISOString() }];
    expect(byDay(entries, now).map(({ heading, items }) => [heading, items.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Friday, November 27', 1],
      ['May 3, 2025', 1],
    ]);
  });
});

const CALL: Call = {
  operationId: '019a8a3e-7c1b-7d2e-8f40-3b5a6c7d8e9f',
  at: '2026-11-30T12:00:00Z',
  outcome: 'injected',
  server: 'notes',
  tool: 'list_notes',
  connectionId: 'demo~sales',
};

describe('the sentence of a call', () => {
  const textOf = (call: Partial<Call>) =>
    callPieces({ ...CALL, ...call }, () => 'Demo · sales')
      .map(({ text }) => text)
      .join('');

  test.each<[Partial<Call>, string]>([
    [{}, 'list_notes of notes used Demo · sales'],
    [{ outcome: 'not_connected' }, 'list_notes of notes asked for Demo · sales'],
    [{ tool: '(unknown)' }, 'A call of notes used Demo · sales'],
    [{ tool: 'a\u202eb' }, 'a\ufffdb of notes used Demo · sales'],
  ])('%j', (call, sentence) => {
    expect(textOf(call)).toBe(sentence);
  });

  test('of a discovery names no tool', () => {
    const { tool: _, ...discovery } = CALL;
    expect(callPieces(discovery, () => 'Demo').map(({ text }) => text)[0]).toBe('The list of tools of ');
  });

  test('leads to the server and the connection', () => {
    expect(callPieces(CALL, () => 'Demo').flatMap(({ names }) => names ?? [])).toEqual([
      { page: 'server', id: 'notes' },
      { page: 'connection', id: 'demo~sales' },
    ]);
  });

  test('knows a call from the dashboard', () => {
    expect(isTrial(CALL)).toBe(false);
    expect(isTrial({ ...CALL, trial: true } as Call)).toBe(true);
  });
});

describe('the remedy of a refused call', () => {
  const connection = {
    id: 'demo~sales',
    provider: 'demo',
    status: 'active',
    grantedScopes: ['read'],
  } as Connection;
  const server = { id: 'notes', provider: 'demo' } as Server;
  const known = (more: Partial<Connection> = {}, isAdmin = false) => ({
    connections: [{ ...connection, ...more } as Connection],
    servers: [server],
    isAdmin,
  });
  const ended = { status: 'reauthorization_required' } as const;

  test('leads to the page that connects, with the server, the account and the refusal', () => {
    const remedy = remedyOf({ ...CALL, outcome: 'reauthorization_required' }, known(ended));
    expect(remedy?.text).toBe('Connect again');
    expect(remedy?.target).toMatchObject({ page: 'connect', id: 'demo' });
    expect(Object.fromEntries(remedy?.target.query ?? [])).toEqual({
      server: 'notes',
      account: 'demo~sales',
      refusal: CALL.operationId,
    });
  });

  test('is none where the connection has by now what the call lacked', () => {
    expect(remedyOf({ ...CALL, outcome: 'not_connected' }, known())).toBeUndefined();
    const lacked: Call = { ...CALL, outcome: 'insufficient_scope', missingScopes: ['read', 'write'] };
    expect(remedyOf(lacked, known())?.text).toBe('Add permissions');
    expect(remedyOf(lacked, known({ grantedScopes: ['read', 'write'] }))).toBeUndefined();
    expect(remedyOf({ ...CALL, outcome: 'insufficient_scope' }, known())?.text).toBe('Add permissions');
  });

  test('of a server that nobody registered is an admin’s, and of a tool it is the server’s page', () => {
    const unknown = { ...CALL, outcome: 'unknown_server', server: 'other' } as const;
    expect(remedyOf(unknown, known({}, false))).toBeUndefined();
    expect(remedyOf(unknown, known({}, true))?.target).toEqual({ page: 'add-server' });
    expect(remedyOf({ ...unknown, server: 'notes' }, known({}, true))).toBeUndefined();
    expect(remedyOf({ ...CALL, outcome: 'tool_not_allowed' }, known())?.target).toEqual({
      page: 'server',
      id: 'notes',
    });
    expect(remedyOf({ ...CALL, outcome: 'tool_call_replayed' }, known())).toBeUndefined();
    expect(remedyOf(CALL, known())).toBeUndefined();
  });

  test.each([
    ['demo~sales', 'demo'],
    ['custom~crm', 'custom~crm'],
    ['custom~crm~sales', 'custom~crm'],
    ['remote~notes', 'remote~notes'],
  ])('finds the provider of %s, which is not there any more', (connectionId, provider) => {
    const call = { ...CALL, server: 'gone', connectionId };
    expect(providerOf(call, { connections: [], servers: [] })).toBe(provider);
  });
});

test('counts are a sentence', () => {
  const counts = [
    { server: 'notes', outcome: 'injected', calls: 3 },
    { server: 'notes', outcome: 'not_connected', calls: 1 },
  ] as const;
  const counted = { total: 4, more: false, counts: [...counts], unlisted: 0 };
  expect(countText(counted, 'Today')).toBe('Today there were 4 calls: 3 allowed, 1 refused.');
  expect(countText({ ...counted, more: true }, 'Today')).toBe('Today there were more than 4 calls.');
});

test('scopes have the words of the catalogue', () => {
  const provider = { apps: [{ scopes: [{ scope: 'read', description: 'Read notes' }] }] } as Provider;
  expect(scopeWords(provider)('read')).toBe('Read notes');
  expect(scopeWords(provider)('write')).toBeUndefined();
});
