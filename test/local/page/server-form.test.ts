/**
 * What is sent of the form of an MCP server, and what its list shows first.
 * Covers dashboard/src/servers/form/draft.ts, dashboard/src/servers/form/body-of-form.ts,
 * dashboard/src/servers/kind-of-server.ts,
 * dashboard/src/pages/servers/sort-servers.ts, dashboard/src/pages/server/edit-of.ts,
 * dashboard/src/words/field-words.ts.
 */
import { describe, expect, it } from 'vitest';
import type { Connection, Provider, Server } from '../../../dashboard/src/api/types.ts';
import { editOf, isStoredHere } from '../../../dashboard/src/pages/server/edit-of.ts';
import { sortedServers, usableInPersonal } from '../../../dashboard/src/pages/servers/sort-servers.ts';
import { bodyOf, toolsIn } from '../../../dashboard/src/servers/form/body-of-form.ts';
import { draftOf, emptyDraft, isUsual, withReach } from '../../../dashboard/src/servers/form/draft.ts';
import { errorAt, fieldErrors } from '../../../dashboard/src/words/field-words.ts';
import { McpServerBody } from '../../../src/contract/resources.ts';

const scope = (name: string) => ({ scope: name, description: `Words of ${name}`, default: true });
const provider = {
  id: 'demo',
  apps: [{ id: 'notes', name: 'Notes', scopes: [scope('notes:read'), scope('notes:write')] }],
  servers: [
    { id: 'placed', name: 'Placed', url: 'https://placed.example/mcp' },
    { id: 'unplaced', name: 'Unplaced' },
  ],
} as unknown as Provider;

const own: Server = {
  id: 'own',
  name: 'Own notes',
  provider: 'demo',
  url: 'https://notes.example/acme',
  urlTemplate: 'https://notes.example/{tenant}',
  allowedHosts: ['notes.example'],
  placements: [
    { in: 'header', name: 'X-Token', value: { json: { token: '{accessToken}' } }, encode: 'base64' },
    { in: 'query', name: 'client', value: '{clientId}', prefix: 'id-' },
  ],
  removeHeaders: ['Authorization', 'Cookie', 'X-Mine'],
  binding: 'session',
  discovery: false,
  scopes: ['notes:read', 'other:scope'],
  tools: ['list', 'add'],
  source: 'workspace',
  connectionId: 'demo~sales',
  connected: true,
};
const { urlTemplate: _, tools: __, ...plain } = own;
const known: Server = { ...plain, id: 'placed', source: 'catalogue', connectionId: 'demo' };
const { url: ___, ...noUrl } = known;
const unplaced: Server = { ...noUrl, id: 'unplaced', binding: 'request', allowedHosts: [], connected: false };

describe('the form of a server', () => {
  it('sends a registration as it was, after nothing was changed', () => {
    const { body, errors } = bodyOf(draftOf(own, provider), provider);
    expect(errors).toEqual({});
    expect(body).toEqual({
      name: 'Own notes',
      provider: 'demo',
      url: 'https://notes.example/{tenant}',
      placements: own.placements,
      removeHeaders: ['X-Mine'],
      binding: 'session',
      discovery: false,
      scopes: ['notes:read', 'other:scope'],
      tools: ['list', 'add'],
      connectionId: 'demo~sales',
    });
    expect(McpServerBody.safeParse(body).success).toBe(true);
  });

  it('needs a provider and an address, and takes one without a scheme as https', () => {
    expect(bodyOf(emptyDraft(), undefined).errors).toEqual({
      '/provider': expect.any(String),
      '/url': expect.any(String),
    });
    const { body } = bodyOf({ ...emptyDraft(' notes.example/mcp '), provider: 'demo' }, provider);
    expect(body.url).toBe('https://notes.example/mcp');
    expect(body).not.toHaveProperty('name');
    expect(body).not.toHaveProperty('tools');
    expect(body).not.toHaveProperty('connectionId');
  });

  it('of a process has no address, and its token is in the environment', () => {
    const { body } = bodyOf(
      { ...withReach(emptyDraft('https://x.example/'), 'process'), provider: 'demo' },
      provider,
    );
    expect(body).toMatchObject({ binding: 'process', placements: [{ in: 'env', value: '{accessToken}' }] });
    expect(body).not.toHaveProperty('url');
    expect(isUsual(withReach(emptyDraft(), 'process').placements)).toBe(false);
    expect(isUsual(emptyDraft().placements)).toBe(true);
  });

  it('drops what was ticked for a provider that was chosen before', () => {
    const draft = { ...emptyDraft('x.example'), provider: 'demo', scopes: ['notes:read', 'of:another'] };
    expect(bodyOf(draft, provider).body.scopes).toEqual(['notes:read']);
    expect(bodyOf(draft, undefined).body.scopes).toEqual([]);
  });

  it.each(['{', '[]', '{"token": 5}', '"text"', 'null'])(
    'sends no value that is no JSON object of texts: %s',
    (value) => {
      const draft = draftOf(own, provider);
      const placements = draft.placements.with(0, {
        in: 'header',
        name: 'X',
        written: 'json',
        value,
        prefix: '',
      });
      expect(bodyOf({ ...draft, placements }, provider).errors).toEqual({
        '/placements/0/value': expect.any(String),
      });
    },
  );

  it.each(['Upper', '1st', 'provider:demo', 'a b', '-a'])('takes no id like “%s”', (id) => {
    const draft = { ...draftOf(own, provider), id };
    expect(bodyOf(draft, provider).errors).toEqual({ '/id': expect.any(String) });
  });

  it('reads each tool once', () => {
    expect(toolsIn(' list \n\nadd\nlist\n')).toEqual(['list', 'add']);
  });
});

describe('what an admin can change', () => {
  it.each([
    [own, 'registration'],
    [{ ...own, authorization: {} } as unknown as Server, 'remote'],
    [{ ...unplaced, reason: 'no_address' as const }, 'address'],
    [{ ...unplaced, url: 'https://mine.example/mcp' }, 'address'],
    [known, undefined],
    [{ ...unplaced, binding: 'process' as const }, undefined],
    [{ ...own, id: 'provider:custom~crm' }, undefined],
  ])('%#', (server, edit) => {
    expect(editOf(server, provider)).toBe(edit);
  });

  it('is deleted where something is stored', () => {
    expect(isStoredHere(own, 'registration')).toBe(true);
    expect(isStoredHere(known, undefined)).toBe(false);
    expect(isStoredHere({ ...known, connectionId: 'demo~two' }, undefined)).toBe(true);
    expect(isStoredHere({ ...unplaced, reason: 'no_address' }, 'address')).toBe(false);
    expect(isStoredHere({ ...unplaced, url: 'https://mine.example/mcp' }, 'address')).toBe(true);
  });
});

describe('the list of servers', () => {
  const connection = { id: 'demo', provider: 'demo', status: 'active' } as Connection;
  const urls = ({ id }: Server) => (id === 'unplaced' ? undefined : known.url);
  const unready = { connected: false, reason: 'not_connected' as const };
  const named = (server: Server, name: string, more: Partial<Server> = {}) => ({
    ...server,
    name,
    id: name,
    ...more,
  });

  it('begins with what needs somebody among those of the workspace', () => {
    const servers = [
      named(known, 'lacking', { connected: false, reason: 'insufficient_scope' }),
      named(known, 'ready'),
      named(own, 'added', unready),
      named(known, 'ended', { connected: false, reason: 'reauthorization_required' }),
    ];
    const { ofWorkspace, others } = sortedServers(servers, [connection], urls);
    expect(ofWorkspace.map(({ id }) => id)).toEqual(['ended', 'added', 'ready', 'lacking']);
    expect(others).toEqual([]);
  });

  it('has what nobody connected or placed further down', () => {
    const servers = [
      named(known, 'b', { provider: 'other', ...unready }),
      { ...unplaced, reason: 'no_address' as const },
      {
        ...unplaced,
        id: 'unplaced',
        name: 'a',
        url: 'https://mine.example/mcp',
        provider: 'other',
        ...unready,
      },
    ];
    const { ofWorkspace, others } = sortedServers(servers, [connection], urls);
    expect(ofWorkspace.map(({ name }) => name)).toEqual(['a']);
    expect(others.map(({ id }) => id)).toEqual(['b', 'unplaced']);
    expect(
      sortedServers(servers, [{ ...connection, status: 'disconnected' }], urls).ofWorkspace,
    ).toHaveLength(1);
  });

  it('leaves out in Personal what only an admin could make usable', () => {
    const unplacedHere = named(known, 'unplaced-here', { connected: false, reason: 'no_address' });
    const sorted = {
      ofWorkspace: [
        named(known, 'used'),
        named(known, 'of-stage', { provider: 'other', ...unready }),
        unplacedHere,
      ],
      others: [
        named(known, 'ready', unready),
        named(known, 'no-app', { provider: 'other', ...unready }),
        unplacedHere,
      ],
    };
    const providers = [
      { ...provider, connectsWith: 'verified' },
      { ...provider, id: 'other', connectsWith: 'app_not_available' },
    ] as Provider[];
    const { ofWorkspace, others } = usableInPersonal(sorted, providers);
    expect(ofWorkspace.map(({ id }) => id)).toEqual(['used', 'of-stage']);
    expect(others.map(({ id }) => id)).toEqual(['ready']);
  });
});

it('a fault stands at its field, the first one if there are several', () => {
  const errors = fieldErrors(
    {
      title: '',
      detail: '',
      more: {
        errors: [
          { pointer: '/placements/1/name', reason: 'malformed' },
          { pointer: '/placements/1/name', reason: 'reserved_header' },
          { pointer: '/scopes/3', reason: 'ungrantable_scope' },
          { pointer: '/url', reason: 'of_tomorrow' as never },
        ],
      },
    },
    { '/placements/name': 'A better sentence.' },
  );
  expect(errors['/placements/1/name']).toBe('A better sentence.');
  expect(errorAt(errors, '/scopes')).toMatch(/does not list the scope/);
  expect(errorAt(errors, '/url')).toBe('of tomorrow.');
  expect(errorAt(errors, '/tools')).toBeUndefined();
  expect(errorAt(errors, '/placements/1')).toBe('A better sentence.');
});
