/**
 * What the page says of an MCP client: what is pasted, where each address is, and which clients may drop tools.
 * Covers dashboard/src/clients, dashboard/src/words/tool-limit-words.ts.
 */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Server } from '../../../dashboard/src/api/types.ts';
import {
  clientAddress,
  isOfThisMachine,
  isServed,
  nameInClient,
} from '../../../dashboard/src/clients/client-address.ts';
import {
  CLIENT_KINDS,
  CLIENT_NAMES,
  type ClientKind,
  clientKindIn,
} from '../../../dashboard/src/clients/client-kinds.ts';
import { recipeOf } from '../../../dashboard/src/clients/client-recipe.ts';
import { serverLabels } from '../../../dashboard/src/clients/server-labels.ts';
import { fitOf, mostOf, TOOL_LIMITS, toolsAt } from '../../../dashboard/src/clients/tool-limits.ts';
import { FIT_WORDS, toolCountWords, toolsOfServer } from '../../../dashboard/src/words/tool-limit-words.ts';
import { MCP_CLIENTS } from '../../../ops/sign-in/mcp-clients.ts';

const BASE = 'https://mcp.acme.test/mcp';
const ADDRESS = `${BASE}/acme`;
const SERVER = {
  ...{ id: 'notes', name: 'Notes', provider: 'demo', binding: 'request', url: 'https://notes.test/mcp' },
  ...{ connected: true, discovery: false, source: 'catalogue', placements: [], scopes: [] },
} as unknown as Server;
const server = (changed: object): Server => ({ ...SERVER, ...changed }) as Server;
const withTools = (count: number, changed: object = {}) =>
  server({ tools: Array.from({ length: count }, (_, index) => `t${index}`), ...changed });
const snippetOf = (kind: ClientKind, clientId?: string) =>
  recipeOf(kind, { address: ADDRESS, name: 'acme', clientId }).snippet?.text ?? '';

describe('an address', () => {
  it('has the workspace, and the server where it is one alone, unencoded', () => {
    expect(clientAddress(BASE, 'acme')).toBe(ADDRESS);
    expect(clientAddress(BASE, '~me')).toBe(`${BASE}/~me`);
    expect(clientAddress(BASE, '~me', 'io.github~notes')).toBe(`${BASE}/~me/io.github~notes`);
    expect(new URL(clientAddress(BASE, '~me')).href).toBe(`${BASE}/~me`);
  });

  it.each([
    ['http://127.0.0.1:3005/mcp', true],
    ['http://localhost:3005/mcp', true],
    ['http://[::1]:3005/mcp', true],
    ['https://localhost.acme.test/mcp', false],
    ['https://127.acme.test/mcp', false],
    [BASE, false],
  ])('%s is of this machine: %s', (address, expected) => {
    expect(isOfThisMachine(address)).toBe(expected);
  });

  it('is there for servers that answer at one', () => {
    expect(isServed(SERVER)).toBe(true);
    expect(isServed(server({ binding: 'session' }))).toBe(true);
    expect(isServed(server({ connected: false, reason: 'not_connected' }))).toBe(true);
    expect(isServed(server({ binding: 'process', url: undefined }))).toBe(false);
    expect(isServed(server({ connected: false, reason: 'no_address', url: undefined }))).toBe(false);
    expect(isServed(server({ id: 'provider:demo' }))).toBe(false);
  });

  it('has its server’s id beside a name that several servers have', () => {
    const [one, other] = [server({ id: 'github' }), server({ id: 'github-readonly' })];
    const third = server({ id: 'mail', name: 'Mail' });
    const labelOf = serverLabels([one, other, third]);
    expect([one, other, third].map(labelOf)).toEqual([
      ...['Notes (github)', 'Notes (github-readonly)', 'Mail'],
    ]);
  });

  it('has a name in a client that leaves room for the names of tools', () => {
    expect(nameInClient('acme')).toBe('acme');
    expect(nameInClient('~me')).toBe('personal');
    expect(nameInClient('acme-fin_nce-department')).toBe('acme-fin');
    expect(nameInClient('acme', 'io.github~notes')).toBe('io-github-notes');
    // Cursor drops a tool with 60 characters together, and the endpoint's names have up to 50.
    for (const workspace of ['a'.repeat(64), '~me', 'x-'.repeat(30)]) {
      expect(nameInClient(workspace).length + 50).toBeLessThan(60);
      expect(nameInClient(workspace)).toMatch(/^[\w-]*\w$/);
    }
  });
});

describe('a recipe', () => {
  it('is there for each client that the sign-in is judged for, by its id', () => {
    expect(CLIENT_KINDS.toSorted()).toEqual(MCP_CLIENTS.map(({ id }) => id).toSorted());
    for (const { id, name } of MCP_CLIENTS) expect(name).toContain(CLIENT_NAMES[id as ClientKind]);
  });

  it('is that of Claude where the address of the page names none', () => {
    expect(['vscode', '', 'constructor', 'VSCODE'].map(clientKindIn)).toEqual([
      ...['vscode', 'claude', 'claude', 'claude'],
    ]);
  });

  it.each(CLIENT_KINDS)(
    'of %s has a place for the client id where there is one, and none where there is none',
    (kind) => {
      const recipe = (clientId?: string) => recipeOf(kind, { address: ADDRESS, name: 'acme', clientId });
      const text = (clientId?: string) => JSON.stringify(recipe(clientId));
      expect(text()).not.toMatch(/client.?id|undefined/i);
      expect(text('an-id')).toMatch(/client.?id/i);
      if (recipe().snippet !== undefined) {
        expect(recipe().snippet?.text).toContain(ADDRESS);
        expect(recipe('an-id').snippet?.text).toContain('an-id');
      }
    },
  );

  it('of VS Code and Cursor is the JSON that they read', () => {
    expect(JSON.parse(snippetOf('vscode'))).toEqual({ servers: { acme: { type: 'http', url: ADDRESS } } });
    expect(JSON.parse(snippetOf('vscode', 'a"b'))).toEqual({
      servers: { acme: { type: 'http', url: ADDRESS, oauth: { clientId: 'a"b' } } },
    });
    expect(JSON.parse(snippetOf('cursor'))).toEqual({ mcpServers: { acme: { url: ADDRESS } } });
    expect(JSON.parse(snippetOf('cursor', 'id'))).toEqual({
      mcpServers: { acme: { url: ADDRESS, auth: { CLIENT_ID: 'id' } } },
    });
  });

  /** The arguments as a shell reads them. */
  const argumentsOf = (command: string): string[] => {
    const [, ...rest] = command.split(' ');
    const script = `set -- ${rest.join(' ')}; printf '%s\\n' "$@"`;
    return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n');
  };

  it('of a command is what a shell takes, whatever the client id is', () => {
    const address = `${BASE}/~me`;
    const of = (kind: ClientKind, clientId?: string) =>
      argumentsOf(recipeOf(kind, { address, name: 'personal', clientId }).snippet?.text ?? '');
    expect(of('claude-code')).toEqual(['mcp', 'add', '--transport', 'http', 'personal', address]);
    for (const id of ['0oa2example', "it's $(id) `id` & ;|<>*?", '~root', 'https://a.test/b?c=d&e'])
      expect(of('claude-code', id)).toEqual([
        ...['mcp', 'add', '--transport', 'http', '--client-id', id, '--callback-port', '8080'],
        ...['personal', address],
      ]);
    expect(of('inspector', 'id')).toEqual([
      ...['@modelcontextprotocol/inspector', '--cli', address, '--transport', 'http'],
      ...['--client-id', 'id', '--method', 'tools/list'],
    ]);
  });
});

describe('the number of tools', () => {
  it('is that of the registration, one where the server is not there yet, and else not known', () => {
    expect(mostOf(withTools(7))).toBe(7);
    expect(mostOf(withTools(0))).toBe(0);
    expect(mostOf(SERVER)).toBeUndefined();
    // The tool that gives the page to connect at (src/endpoint).
    expect(mostOf(withTools(7, { connected: false, discovery: true }))).toBe(1);
    expect(mostOf(server({ connected: false, discovery: true }))).toBe(1);
    // Its list needs no token.
    expect(mostOf(server({ connected: false }))).toBeUndefined();
    expect(mostOf(withTools(7, { connected: false }))).toBe(7);
    expect(mostOf(withTools(7, { connected: false, url: undefined }))).toBe(1);
    expect(mostOf(withTools(7, { binding: 'process', url: undefined }))).toBe(1);
  });

  it('is of all servers together, without those that the address does not have', () => {
    const count = toolsAt([
      withTools(30),
      withTools(9),
      server({ id: 'provider:demo' }),
      server({ connected: false, reason: 'no_address', url: undefined }),
      server({ id: 'cli', binding: 'process', url: undefined }),
    ]);
    expect(count).toEqual({ most: 40, uncounted: [] });
  });

  it.each([
    [40, 0, 'fits', 'fits'],
    [41, 0, 'may-exceed', 'fits'],
    [128, 0, 'may-exceed', 'fits'],
    [129, 0, 'may-exceed', 'may-exceed'],
    [0, 1, 'not-known', 'not-known'],
    [41, 1, 'may-exceed', 'not-known'],
  ])('%i and %i uncounted servers: Cursor %s, VS Code %s', (most, uncounted, cursor, vscode) => {
    const count = { most, uncounted: Array.from({ length: uncounted }, () => SERVER) };
    expect(TOOL_LIMITS.map((limit) => [limit.client, fitOf(count, limit)])).toEqual([
      ['cursor', cursor],
      ['vscode', vscode],
    ]);
  });

  it('is said as it is known, and never more exactly', () => {
    const named = (...names: string[]) => names.map((name) => server({ name }));
    expect(toolCountWords({ most: 57, uncounted: [] })).toBe('This address has at most 57 tools.');
    expect(toolCountWords({ most: 0, uncounted: named('GitHub') })).toBe(
      'How many tools GitHub has is not known here: the client sees it in its list.',
    );
    expect(toolCountWords({ most: 1, uncounted: named('A', 'B') })).toBe(
      'How many tools A and B have is not known here: the client sees it in its list. The other servers have at most 1 tool.',
    );
    expect(toolCountWords({ most: 2, uncounted: named('A', 'B', 'C', 'D', 'E', 'F') })).toContain(
      'A, B, C, D, and 2 more have',
    );
    expect([undefined, 1, 3].map(toolsOfServer)).toEqual([
      ...['The number of its tools is not known here.', 'At most 1 tool.', 'At most 3 tools.'],
    ]);
    expect(FIT_WORDS['may-exceed'].label).toMatch(/may/i);
  });
});
