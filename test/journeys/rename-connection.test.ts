/**
 * The display name of a connection: who may set it, what it may hold, what keeps it, and that nothing but people reads it.
 * Covers src/broker/names/rename-connection.ts, src/contract/resources/shown-names.ts, src/broker/connection/describe-connection.ts,
 * src/broker/connect/store-consent.ts, src/contract/resources/connection.ts, src/http/connect.ts.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import { renameConnection } from '../../src/broker/names/rename-connection.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let connections = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.resetClock());
afterAll(() => world.close());

type PersonId = 'ada' | 'bob' | 'mallory';
type Answer = Record<string, unknown> & { status: number };

async function send(person: PersonId, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${world.environment.urls.api}/v1/workspaces/${path}`, {
    method,
    headers: { authorization: `Bearer ${world.tokens[person]}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  // The status of a connection is not that of the answer.
  const { status: is, ...rest } = (await response.json()) as Record<string, unknown>;
  return { ...rest, is, status: response.status };
}
const rename = (person: PersonId, id: string, name: unknown, workspace = 'acme') =>
  send(person, 'PUT', `${workspace}/connections/${id}/name`, { name });
const read = (id: string) => send('ada', 'GET', `acme/connections/${id}`);
/** A connection of Ada, and its id. */
async function connected(person: 'ada' | 'bob' = 'ada'): Promise<string> {
  connections += 1;
  const body = { provider: 'demo', label: `n${connections}` };
  return (await world.connect(world[person], 'acme', body)).id;
}
const renamings = async () =>
  (await world.environment.ports.reads.activity('acme', 500)).items.filter(
    ({ type }) => type === 'connection_renamed',
  );

describe('a display name', () => {
  it('is set by whoever connected, trimmed, shown to everybody, and recorded without the name', async () => {
    const id = await connected('bob');
    const before = (await renamings()).length;
    expect(await rename('bob', id, '  Sales mailbox \u00a0')).toMatchObject({
      status: 200,
      id,
      name: 'Sales mailbox',
    });
    expect(await read(id)).toMatchObject({ id, name: 'Sales mailbox', is: 'active' });
    const recorded = (await renamings()).slice(0, (await renamings()).length - before);
    expect(recorded).toEqual([
      { ...recorded[0], type: 'connection_renamed', connectionId: id, provider: 'demo', actor: 'bob' },
    ]);
    expect(JSON.stringify(recorded)).not.toContain('Sales');
  });

  it('is set by an admin too, and by nobody else', async () => {
    const [adas, bobs] = [await connected('ada'), await connected('bob')];
    expect(await rename('ada', bobs, 'By Ada')).toMatchObject({ status: 200, name: 'By Ada' });
    expect(await rename('bob', adas, 'By Bob')).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await rename('mallory', adas, 'By Mallory')).toMatchObject({ status: 404, code: 'not_found' });
    expect(await rename('mallory', adas, 'By Mallory', 'globex')).toMatchObject({ status: 404 });
    expect(await read(adas)).not.toHaveProperty('name');
  });

  it('is removed by an empty one, and the same one again records nothing', async () => {
    const id = await connected();
    await rename('ada', id, 'Sales');
    const before = (await renamings()).length;
    await rename('ada', id, 'Sales');
    expect(await renamings()).toHaveLength(before);
    expect(await rename('ada', id, ' ')).not.toHaveProperty('name');
    expect(await read(id)).not.toHaveProperty('name');
    expect(await renamings()).toHaveLength(before + 1);
  });

  it('may have 60 characters of any script', async () => {
    const id = await connected();
    for (const name of ['名前 Größe – “Vertrieb” <b>', '\u{1f680}'.repeat(60), '=1+1'])
      expect(await rename('ada', id, name)).toMatchObject({ status: 200, name });
  });

  it.each([
    ...['x'.repeat(61), '\u{1f680}'.repeat(61), 'a\0b', 'a\nb', 'a\tb', 'a\x7fb', 'a\x85b'],
    ...['a\u202eb', 'a\u2066b', 'a\u200fb', 'a\u200bb', 'a\u00adb', 'a\u2060b', 'a\u2028b', 'a\ufe0fb'],
    ...['a\u3164b', '\u2800', 'a\u034fb', 'a\ue000b', 'a\ud800b', 'a\u{e0041}b'],
    ...[undefined, null, 7, ['a'], { a: 1 }],
  ])('is refused as %j, and changes nothing', async (name) => {
    const [id = ''] = (await world.environment.ports.reads.connections('acme')).map(
      ({ key }) => key.connectionId,
    );
    const before = await world.environment.ports.connections.read({ workspaceId: 'acme', connectionId: id });
    expect(await rename('ada', id, name)).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(await world.environment.ports.connections.read({ workspaceId: 'acme', connectionId: id })).toEqual(
      before,
    );
  });

  it('stays through a refresh, a consent for the same connection and a disconnect, and not on the next one', async () => {
    const id = await connected();
    await rename('ada', id, 'Sales');
    world.advance(120_000);
    expect(await send('ada', 'POST', `acme/connections/${id}/refresh`)).toMatchObject({
      outcome: 'refreshed',
    });
    expect(await read(id)).toMatchObject({ name: 'Sales' });
    const again = { provider: 'demo', label: id.split('~')[1] ?? '' };
    expect(await world.connect(world.ada, 'acme', again)).toMatchObject({ id, name: 'Sales' });
    expect(await read(id)).toMatchObject({ name: 'Sales', is: 'active' });
    await send('ada', 'DELETE', `acme/connections/${id}`);
    expect(await read(id)).toMatchObject({ name: 'Sales', is: 'disconnected' });
    expect(await rename('ada', id, 'Other')).toMatchObject({ status: 409, code: 'connection_not_usable' });
    expect(await world.connect(world.ada, 'acme', again)).not.toHaveProperty('name');
    expect(await read(id)).not.toHaveProperty('name');
  });

  it('is nothing that a call or its record knows', async () => {
    const id = await connected();
    await rename('ada', id, 'Evil.example');
    const { ports } = world.environment;
    const [server] =
      [...ports.servers].find(
        ([
          ,
          {
            registration: { provider },
          },
        ]) => provider === 'demo',
      ) ?? [];
    const answer = await answerInjection(
      { ...ports, verifyCaller: undefined },
      {
        version: '1',
        workspaceId: 'acme',
        connectionId: id,
        operation: { id: world.operationId(), kind: 'call', server, tool: 'list_notes' },
      },
    );
    expect(answer).toMatchObject({ isAuthorized: true });
    expect(JSON.stringify(answer)).not.toContain('Evil.example');
    expect(world.logged.join()).not.toContain('Evil.example');
  });

  it('of a connection that ends at the same moment is not stored', async () => {
    const id = await connected();
    const { ports } = world.environment;
    const key = { workspaceId: 'acme', connectionId: id };
    const caller = {
      issuer: world.environment.urls.identityProvider,
      subject: 'ada',
      roles: new Map([['acme', 'admin' as const]]),
    };
    const connections = {
      ...ports.connections,
      change: async (...change: Parameters<typeof ports.connections.change>) => {
        await send('ada', 'DELETE', `acme/connections/${id}`);
        return ports.connections.change(...change);
      },
    };
    await expect(
      renameConnection({ ...ports, connections }, { caller, key, name: 'Late' }),
    ).rejects.toMatchObject({ code: 'connection_changed' });
    expect(await read(id)).not.toHaveProperty('name');
  });
});
