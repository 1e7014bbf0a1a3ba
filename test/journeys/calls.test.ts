/**
 * From a call to what people read of it: the injector records, connections-api shows.
 * Covers src/broker/activity/recorded-names.ts, src/broker/inject/record-refused.ts, src/broker/inject/mark-operation.ts,
 * src/broker/calls/visible-calls.ts, src/aws/calls-table/call-reads.ts, src/aws/calls-table/tool-calls.ts, src/http/connections-api.ts,
 * local/ports.ts.
 */
import { PutItemCommand, type QueryCommandOutput, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { CALLS_TABLE_NAME, localDynamoDB, TABLE_NAME } from '../../local/ports.ts';
import type { InjectPorts } from '../../src/broker/inject/inject-ports.ts';
import {
  beginInjecting,
  inject,
  injectorWith,
  type Overrides,
  reasonOf,
  request,
  world,
} from './injecting.ts';

beginInjecting();

const CALLS = '/v1/workspaces/acme/calls';
type Call = Record<string, unknown> & { operationId: string };

/** As the deployed function verifies it: the caller is who signs in at the dashboard, too. */
const signedIn = (): Partial<InjectPorts> => ({
  verifyCaller: async (token) => ({
    issuer: world.environment.urls.identityProvider,
    subject: token.split('@')[0] ?? '',
    roles: new Map([['acme', 'member']]),
  }),
});
async function called(overrides: Overrides = {}): Promise<{ id: string; reason: string }> {
  const event = JSON.parse(JSON.stringify(request(overrides)));
  return { id: event.operation.id, reason: reasonOf(await injectorWith(signedIn())(event)) };
}
async function read(
  person: 'ada' | 'bob',
  path: string,
): Promise<{ status: number; body: Call & { calls: Call[] } }> {
  const headers = { authorization: `Bearer ${world.tokens[person]}` };
  const response = await fetch(world.environment.urls.api + path, { headers });
  return { status: response.status, body: (await response.json()) as never };
}
const recordOf = async (id: string) => (await read('ada', `${CALLS}/${id}`)).body;

/** What stands in the tables, as DynamoDB answers it. */
async function stored(TableName: string): Promise<string[]> {
  const client = localDynamoDB(world.environment.tableSocket);
  const { Items = [] }: Pick<QueryCommandOutput, 'Items'> = await client.send(new ScanCommand({ TableName }));
  client.destroy();
  return Items.map((item) => JSON.stringify(item));
}

describe('a call', () => {
  it('is read a moment later: by whom, where, and what came of it', async () => {
    const { id } = await called({ callerToken: 'bob@acme' });
    const record = {
      operationId: id,
      server: 'demo-notes',
      tool: 'list_notes',
      connectionId: 'demo',
      outcome: 'injected',
      hosts: [new URL(world.environment.urls.notesMcp).host],
      caller: 'bob',
      callerIssuer: world.environment.urls.identityProvider,
    };
    for (const person of ['ada', 'bob'] as const) {
      expect((await read(person, `${CALLS}/${id}`)).body).toMatchObject(record);
      expect((await read(person, CALLS)).body.calls[0]).toMatchObject(record);
    }
    const adas = await called({ callerToken: 'ada@acme' });
    expect((await read('bob', `${CALLS}/${adas.id}`)).status).toBe(404);
  });

  it('stands in the table of calls, and the main table has none', async () => {
    const { id } = await called();
    expect((await stored(CALLS_TABLE_NAME)).join()).toContain(id);
    expect((await stored(TABLE_NAME)).join()).not.toMatch(/call#/);
  });

  it.each<[string, Overrides]>([
    ['insufficient_scope', { scopes: ['notes:admin', 'notes:read'] }],
    ['not_connected', { connectionId: 'demo~none' }],
    ['unknown_server', { operation: { server: 'nosuch' } }],
    ['host_not_allowed', { operation: { host: 'evil.example' } }],
  ])('that was refused is read with its reason: %s', async (reason, overrides) => {
    const { id } = await called(overrides);
    const record = await recordOf(id);
    expect(record.outcome).toBe(reason);
    const missing = reason === 'insufficient_scope' ? { missingScopes: ['notes:admin'] } : {};
    expect(record).toMatchObject(missing);
    expect('missingScopes' in record).toBe(reason === 'insufficient_scope');
  });

  it('of nobody is no record: a caller who is not verified leaves none', async () => {
    const event = JSON.parse(JSON.stringify(request({ callerToken: 'forged' })));
    expect(reasonOf(await injectorWith()(event))).toBe('caller_not_authorized');
    expect((await read('ada', `${CALLS}/${event.operation.id}`)).status).toBe(404);
  });
});

const CANARY = 'c4n4ry';
const ODD_TOOLS = [
  `https://files.example/report?signature=${CANARY}`,
  `https://files.example/${CANARY}`,
  `file:///home/${CANARY}`,
  `resources/read?uri=${CANARY}`,
  `x\n{"outcome":"injected","by":"${CANARY}"}`,
  `\u202e${CANARY}`,
  `${CANARY}\u2066`,
  `${CANARY}\u200b`,
  `${CANARY}\0`,
  `\u001b[31m${CANARY}`,
  `${CANARY}\ud800`,
  `=${CANARY}`,
  ` ${CANARY}`,
  `<b>${CANARY}`,
  // Letters and marks that nobody sees.
  ...['\u3164', '\u115f', '\u1160', '\uffa0', '\ufe0f', '\u{e0100}', '\u034f', '\u17b4', '\u180b'].map(
    (unseen) => `${CANARY}${unseen}x`,
  ),
  `eyJhbGciOiJIUzI1NiJ9.eyJ${CANARY}.c2ln`,
  `tool eyJhbGciOiJub25lIn0.${CANARY}.`,
];

describe('T243: what a caller wrote', () => {
  it.each(ODD_TOOLS)('is not recorded as the name of a tool: %j', async (tool) => {
    const { id, reason } = await called({ operation: { tool } });
    expect(reason).toBe('injected');
    expect(await recordOf(id)).toMatchObject({ tool: '(unknown)', outcome: 'injected' });
    const refused = await called({ operation: { tool, host: 'evil.example' } });
    expect(await recordOf(refused.id)).toMatchObject({ tool: '(unknown)', outcome: 'host_not_allowed' });
    expect((await stored(CALLS_TABLE_NAME)).join()).not.toContain(CANARY);
  });

  it.each([
    'list_notes',
    'resources/read',
    'ns:tool',
    'Get Weather',
    'größe',
    '天気',
    'a.b-c_1',
    'com.example.notes.list',
    'हिन्दी',
    '(unknown)',
  ])('is recorded where it is a name: %s', async (tool) => {
    expect(await recordOf((await called({ operation: { tool } })).id)).toMatchObject({ tool });
  });

  it('is no text of 100 kB: that is refused at the door, and nothing is recorded', async () => {
    const { id, reason } = await called({ operation: { tool: CANARY.repeat(17_000) } });
    expect(reason).toBe('invalid_request');
    expect((await read('ada', `${CALLS}/${id}`)).status).toBe(404);
    expect(world.logged.join()).not.toContain(CANARY);
  });

  it.each([`a b${CANARY}`, `"${CANARY}"`, `\\${CANARY}`, `é${CANARY}`, `${CANARY}\n`, ''])(
    'is no request where it is no scope, which would be two in a link: %j',
    async (scope) => {
      const { id, reason } = await called({ scopes: ['notes:read', scope] });
      expect(reason).toBe('invalid_request');
      expect((await read('ada', `${CALLS}/${id}`)).status).toBe(404);
    },
  );

  it('is recorded as a scope only by the grammar of scopes, and not more than twenty', async () => {
    const odd = [`https://x.example/?sig=${CANARY}`, `https://x.example/#${CANARY}`];
    const many = Array.from({ length: 40 }, (_, number) => `notes:n${number}`);
    const { id } = await called({ scopes: [...odd, ...many] });
    expect((await recordOf(id)).missingScopes).toEqual(many.slice(0, 20));
    expect((await stored(CALLS_TABLE_NAME)).join()).not.toContain(CANARY);
  });
});

describe('an id', () => {
  it('that an older release used, whose marks stand in the main table, works once more here, and then no more', async () => {
    const event = JSON.parse(JSON.stringify(request()));
    const { id } = event.operation;
    const client = localDynamoDB(world.environment.tableSocket);
    const mark = {
      pk: `call#acme#${new Date(world.now()).toISOString().slice(0, 10)}`,
      sk: id,
      outcome: 'injected',
    };
    await client.send(new PutItemCommand({ TableName: TABLE_NAME, Item: marshall(mark) }));
    client.destroy();
    expect(reasonOf(await injectorWith()(event))).toBe('injected');
    expect(reasonOf(await injectorWith()(event))).toBe('tool_call_replayed');
  });

  it('meets itself whatever comes between: of twenty at once one works', async () => {
    const same = request();
    const answers = await Promise.all(Array.from({ length: 20 }, () => injectorWith(signedIn())(same)));
    expect(answers.filter(({ isAuthorized }) => isAuthorized)).toHaveLength(1);
    expect((await inject({ operation: { id: same.operation.id } })).isAuthorized).toBe(false);
  });
});
