/**
 * A refusal of a member in their workspace is recorded, within a share of the day, and logged beyond it; refusals of others are
 * counted. Members see their own, admins all.
 * Covers src/http/watch-refusals.ts, src/http/visible-activity.ts, src/broker/activity/record-refusal.ts,
 * src/broker/activity/refusals.ts, src/broker/activity/quota.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLoggedRefusal, isRecordedRefusal } from '../../src/broker/activity/refusals.ts';
import type { Role } from '../../src/broker/caller.ts';
import { Problem } from '../../src/broker/errors.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { PROBLEMS, type ProblemCode } from '../../src/contract/problems.ts';
import { createConnect } from '../../src/http/connect.ts';
import { createConnectionsApi } from '../../src/http/connections-api.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { type ConnectWorld, openConnectWorld } from './connect-world.ts';

const DAY = 86_400_000;
let world: ConnectWorld;
let lines: string[];
let counted: Record<string, number>;
beforeEach(async () => {
  world = await openConnectWorld('memory');
  lines = [];
  counted = {};
});
afterEach(() => world.close());

/** A token is `<subject>@<workspace>:<role>`; any other does not verify. */
async function verifyCaller(token: string) {
  const [, subject, workspace, role] = /^(\w+)@(\w+):(member|admin)$/.exec(token) ?? [];
  if (!subject || !workspace) throw new Problem('unauthenticated');
  const roles = new Map([[workspace, role as Role]]);
  return { issuer: 'https://idp.example', subject, roles };
}
const tokenOf = (person: string) => person.replaceAll('@', '~').replaceAll(':', '.');
function options() {
  return {
    log: createJsonLog((line) => lines.push(line)),
    newCorrelationId: () => 'an-id',
    verifyCaller: (token: string) => verifyCaller(token.replaceAll('~', '@').replaceAll('.', ':')),
    meter: (values: Record<string, number>) => {
      for (const [name, value] of Object.entries(values)) counted[name] = (counted[name] ?? 0) + value;
    },
  };
}
async function ask(person: string | undefined, method: string, path: string, over: Partial<Ports> = {}) {
  const ports = { ...world.ports, log: options().log, ...over };
  const isRead = method === 'GET';
  const app = isRead ? createConnectionsApi(ports, options()) : createConnect(ports, options());
  const headers = person === undefined ? {} : { authorization: `Bearer ${tokenOf(person)}` };
  const response = await app.request(`/v1/workspaces/${path}`, { method, headers });
  const body = response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
  return { status: response.status, body };
}
const forbidden = (person: string, workspace = 'acme') =>
  ask(person, 'DELETE', `${workspace}/mcp-servers/crm`);
async function entries(workspace = 'acme') {
  const { items } = await world.ports.reads.activity(workspace, 1_000);
  return items.map(({ id: _, ...entry }) => entry);
}
const refusedLines = () =>
  lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'request_refused');

describe('a refusal of nobody whom the workspace knows', () => {
  const app = (verify: (token: string) => Promise<never>) =>
    createConnectionsApi(world.ports, { ...options(), verifyCaller: verify });

  it('by the workspace claim is counted, and the log says which operation it was', async () => {
    const refusing = app(async () => {
      throw new Problem('workspace_claim_refused');
    });
    const headers = { authorization: 'Bearer x' };
    expect((await refusing.request('/v1/workspaces/acme/connections', { headers })).status).toBe(403);
    expect(counted).toEqual({ CallersRefused: 1 });
    expect(refusedLines()).toMatchObject([
      { operation: 'listConnections', outcome: 'workspace_claim_refused' },
    ]);
  });

  it('of a workspace that is named in the query is counted', async () => {
    const api = createConnectionsApi(world.ports, options());
    const headers = { authorization: `Bearer ${tokenOf('mallory@globex:admin')}` };
    expect((await api.request('/v1/providers?workspace=acme', { headers })).status).toBe(404);
    expect(counted).toEqual({ ForeignCallers: 1 });
  });
});

describe('a refusal of a member', () => {
  it('is in the activity and in the log with who asked for what, and counted', async () => {
    expect((await forbidden('bob@acme:member')).status).toBe(403);
    const by = { operation: 'deleteMcpServer', outcome: 'forbidden' };
    expect(await entries()).toEqual([
      { at: world.now(), type: 'refused', ...by, actor: 'bob', actorIssuer: 'https://idp.example' },
    ]);
    expect(refusedLines()).toEqual([
      {
        ...{ level: 'warn', event: 'request_refused', workspaceId: 'acme', ...by },
        ...{ issuer: 'https://idp.example', subject: 'bob' },
      },
    ]);
    expect(counted).toEqual({ RequestsRefused: 1 });
  });

  it('is recorded so often a day, and logged and counted always: nobody pushes out yesterday', async () => {
    const times = LIMITS.refusalsOfPerson + 30;
    for (let time = 0; time < times; time++) expect((await forbidden('bob@acme:member')).status).toBe(403);
    expect(await entries()).toHaveLength(LIMITS.refusalsOfPerson);
    expect(refusedLines()).toHaveLength(times);
    expect(counted).toEqual({ RequestsRefused: times });
    // Another member has a share of their own, and so has the next day.
    await forbidden('eve@acme:member');
    expect(await entries()).toHaveLength(LIMITS.refusalsOfPerson + 1);
    world.advance(DAY);
    await forbidden('bob@acme:member');
    expect(await entries()).toHaveLength(LIMITS.refusalsOfPerson + 2);
  });

  it('has a share in each workspace: who spent one is still seen in another', async () => {
    for (let time = 0; time < LIMITS.refusalsOfPerson; time++) await forbidden('bob@globex:member', 'globex');
    await forbidden('bob@acme:member');
    expect(await entries()).toHaveLength(1);
  });

  it('ends for all members of a workspace together', async () => {
    const people = LIMITS.refusalsOfWorkspace / LIMITS.refusalsOfPerson + 2;
    for (let person = 0; person < people; person++)
      for (let time = 0; time < LIMITS.refusalsOfPerson; time++) await forbidden(`p${person}@acme:member`);
    expect(await entries()).toHaveLength(LIMITS.refusalsOfWorkspace);
  });

  it('of a function that only reads is in its log, and nothing is written', async () => {
    expect((await ask('bob@acme:member', 'GET', 'acme/oauth-apps/google')).status).toBe(403);
    expect(refusedLines()).toMatchObject([
      { operation: 'getOAuthApp', outcome: 'forbidden', subject: 'bob' },
    ]);
    expect(counted).toEqual({ RequestsRefused: 1 });
    expect(await entries()).toEqual([]);
  });

  it('is answered alike if it cannot be recorded', async () => {
    const down = () => Promise.reject(new Error('leak'));
    for (const over of [{ acts: { take: down } }, { activity: { ...world.ports.activity, change: down } }])
      expect((await ask('bob@acme:member', 'DELETE', 'acme/mcp-servers/crm', over)).status).toBe(403);
    expect(lines.join()).toContain('refusal_not_recorded');
    expect(lines.join()).toContain('activity_not_recorded');
    expect(lines.join()).not.toContain('leak');
  });

  it('is no record of what has no form, or is not there', async () => {
    expect((await ask('bob@acme:admin', 'DELETE', 'acme/connections/google')).status).toBe(404);
    expect((await ask('bob@acme:member', 'POST', 'acme/connect-sessions')).status).toBe(415);
    expect((await ask('bob@acme:member', 'GET', 'acme/activity?cursor=x')).status).toBe(400);
    expect(await entries()).toEqual([]);
    expect(counted).toEqual({});
  });
});

describe('a refusal of somebody else', () => {
  it.each([
    ['without a token', undefined, 'CallersRefused', 401],
    ['with a token that does not verify', 'forged', 'CallersRefused', 401],
    ['of another workspace', 'mallory@globex:admin', 'ForeignCallers', 404],
  ])(
    '%s is counted, and leaves no trace in the workspace or the log',
    async (_title, person, metric, status) => {
      expect((await ask(person, 'DELETE', 'acme/mcp-servers/crm')).status).toBe(status);
      expect((await ask(person, 'GET', 'acme/activity')).status).toBe(status);
      expect(counted).toEqual({ [metric]: 2 });
      expect(await entries()).toEqual([]);
      expect(lines).toEqual([]);
    },
  );
});

describe('the activity, by role', () => {
  // The reads in memory have no pages.
  beforeEach(async () => {
    await world.close();
    world = await openConnectWorld('dynalite');
  });

  async function listed(person: string, query = '') {
    const { body } = await ask(person, 'GET', `acme/activity${query}`);
    return body as { activity: Record<string, unknown>[]; cursor?: string };
  }

  it('shows refusals to admins, and to a member their own', async () => {
    await forbidden('bob@acme:member');
    await forbidden('eve@acme:member');
    const actors = async (person: string) => (await listed(person)).activity.map(({ actor }) => actor);
    expect((await actors('ada@acme:admin')).toSorted()).toEqual(['bob', 'eve']);
    expect(await actors('bob@acme:member')).toEqual(['bob']);
    expect(await actors('carl@acme:member')).toEqual([]);
  });

  it('shows what an own OAuth app is to admins, as its own route does', async () => {
    const record = {
      ...{
        at: 1,
        type: 'oauth_app_put' as const,
        provider: 'custom~crm',
        actor: 'ada',
        clientId: 'one',
        version: 1,
      },
      ...{ addressesBefore: ['https://a.example'], addressesAfter: ['https://b.example'] },
    };
    const id = world.ports.random.uuidV7(world.now());
    await world.ports.activity.change({ workspaceId: 'acme', id }, { expect: {}, set: record, writeId: 'w' });
    expect((await listed('ada@acme:admin')).activity).toEqual([
      { ...record, at: '1970-01-01T00:00:00.001Z' },
    ]);
    expect((await listed('bob@acme:member')).activity).toEqual([
      {
        at: '1970-01-01T00:00:00.001Z',
        type: 'oauth_app_put',
        provider: 'custom~crm',
        actor: 'ada',
        version: 1,
      },
    ]);
  });

  it('gives a member every other entry once, though pages are made up for those that are left out', async () => {
    for (let number = 0; number < 12; number++) {
      world.advance(1_000);
      await forbidden('eve@acme:member');
      if (number % 4 === 0) {
        world.advance(1_000);
        await forbidden('bob@acme:member');
      }
    }
    const seen: unknown[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await listed(
        'bob@acme:member',
        `?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`,
      );
      expect(page.activity.length).toBeLessThanOrEqual(2);
      seen.push(...page.activity.map(({ at }) => at));
      cursor = page.cursor;
      pages++;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(3);
    expect(new Set(seen).size).toBe(3);
    expect(pages).toBeLessThan(6);
  });
});

describe('the list of refusals', () => {
  it('has those that a rule or a limit makes, and a quota of acts in the log alone', () => {
    const codes = Object.keys(PROBLEMS) as ProblemCode[];
    expect(codes.filter(isRecordedRefusal).toSorted()).toEqual([
      'app_not_allowed',
      'authorization_response_mismatch',
      'client_id_reserved',
      'custom_provider_refused',
      'forbidden',
      'issuer_changed',
      'metadata_changed',
      'oauth_app_in_use',
      'quota_exceeded',
      'server_id_reserved',
      'server_in_use',
      'server_refused',
      'workspace_deleted',
    ]);
    const onlyLogged = codes.filter((code) => isLoggedRefusal(code) && !isRecordedRefusal(code));
    expect(onlyLogged).toEqual(['initiator_mismatch', 'too_many_requests']);
  });
});
