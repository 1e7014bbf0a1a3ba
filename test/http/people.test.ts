/**
 * Names of people: each keeps their own, out of a token of their issuer, and it ends with the person, the workspace and time.
 * Covers src/broker/names, src/aws/table/people.ts, src/contract/routes/people-routes.ts, src/contract/resources/person.ts,
 * src/broker/activity/quota.ts, src/broker/disconnect/delete-workspace.ts, src/contract/resources/shown-names.ts, src/http/connect.ts,
 * src/http/connections-api.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller, Role } from '../../src/broker/caller.ts';
import { LIMITS } from '../../src/broker/limits.ts';
import type { Ports } from '../../src/broker/ports.ts';
import type { PeopleStore } from '../../src/broker/stores.ts';
import { createConnect } from '../../src/http/connect.ts';
import { createConnectionsApi } from '../../src/http/connections-api.ts';
import { IdTokenNotAccepted } from '../../src/oauth/jwt/verify-id-token.ts';
import { put, sessionId } from '../adapters/samples.ts';
import { type ConnectWorld, openConnectWorld } from './connect-world.ts';

const ISSUER = 'https://idp.example';
const DAY = 86_400_000;
const ME = '/v1/workspaces/acme/me';
const PEOPLE = '/v1/workspaces/acme/people';
const NOT_FOUND = { status: 404, code: 'not_found' };
const INVALID = { status: 400, code: 'invalid_request' };

const ROLES: Record<string, Record<string, Role>> = {
  ada: { acme: 'admin', globex: 'member' },
  bob: { acme: 'member' },
  impostor: { acme: 'member' },
  mallory: { globex: 'admin' },
};

let world: ConnectWorld;
let writes: string[];
beforeEach(async () => {
  world = await openConnectWorld('dynalite');
  writes = [];
});
afterEach(() => world.close());

interface Answer {
  status: number;
  code?: string;
  name?: string;
  people?: Record<string, unknown>[];
}
type Patch = Partial<Ports> & { verifyIdToken?: undefined };

/** The claims are the token. `impostor` has Bob’s subject at another issuer. */
async function send(
  person: string,
  method: string,
  path: string,
  body?: object,
  patch: Patch = {},
): Promise<Answer> {
  const { log, people } = world.ports;
  const verifyCaller = async (token: string): Promise<Caller> => ({
    issuer: token === 'impostor' ? 'https://other.example' : ISSUER,
    subject: token === 'impostor' ? 'bob' : token,
    roles: new Map(Object.entries(ROLES[token] ?? {})),
  });
  const verifyIdToken = async (token: string) => {
    if (token === 'no keys') throw new Error('the keys are not available');
    if (token === 'refused') throw new IdTokenNotAccepted();
    return { iss: ISSUER, ...JSON.parse(token) };
  };
  const ports = { ...world.ports, verifyIdToken, people: noted(people), ...patch };
  const options = { log, verifyCaller, newCorrelationId: () => 'an-id' };
  const app = method === 'GET' ? createConnectionsApi(ports, options) : createConnect(ports, options);
  const response = await app.request(path, {
    method,
    headers: { authorization: `Bearer ${person}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { ...(text === '' ? {} : JSON.parse(text)), status: response.status };
}

function noted(people: PeopleStore): PeopleStore {
  return {
    ...people,
    change: (...asked) => {
      writes.push('change');
      return people.change(...asked);
    },
    delete: (...asked) => {
      writes.push('delete');
      return people.delete(...asked);
    },
  };
}

const signIn = (person: string, claims: object, { path = ME, patch = {} as Patch } = {}) =>
  send(person, 'PUT', path, { idToken: JSON.stringify({ subject: person, ...claims }) }, patch);
const names = async (person = 'ada', path = PEOPLE) =>
  ((await send(person, 'GET', path)).people ?? []).map(({ subject, name }) => [subject, name]);
const idOf = async (subject: string) =>
  String((await send('ada', 'GET', PEOPLE)).people?.find((each) => each.subject === subject)?.id);

describe('the own name', () => {
  it('is kept out of the sign-in, and shown to the people of the workspace', async () => {
    expect(await signIn('ada', { name: 'Ada Lovelace', email: 'ada@acme.example' })).toEqual({
      status: 200,
      name: 'Ada Lovelace',
    });
    expect(await signIn('bob', { email: 'bob@acme.example', email_verified: true })).toEqual({
      status: 200,
      name: 'bob@acme.example',
    });
    expect(await send('bob', 'GET', PEOPLE)).toEqual({
      status: 200,
      people: ['Ada Lovelace', 'bob@acme.example'].map((name, index) => ({
        id: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        issuer: ISSUER,
        subject: ['ada', 'bob'][index],
        name,
        seenAt: new Date(world.now()).toISOString(),
      })),
    });
  });

  it.each<[string, object, string | undefined]>([
    ['an empty name, and an address', { name: ' ', email: 'bob@acme.example' }, 'bob@acme.example'],
    ['an address that nobody has verified', { email: 'ceo@acme.example', email_verified: false }, undefined],
    ['the same as a text', { email: 'ceo@acme.example', email_verified: 'false' }, undefined],
    ['nothing', {}, undefined],
    ['what is no text', { name: ['Bob'], email: 7 }, undefined],
    ['direction and invisible characters', { name: '\u202eB\u200bo\u2066b\ufeff\u3164' }, 'Bob'],
    ['control characters and lines', { name: 'Bob\0\n\n Builder\x07\u2028' }, 'Bob Builder'],
    ['nothing that can be seen', { name: '\u200b\u3164\u2800\u00ad' }, undefined],
    ['a long name', { name: '\u{1f680}'.repeat(500) }, '\u{1f680}'.repeat(128)],
    ['markup', { name: '<img src=x onerror=alert(1)>' }, '<img src=x onerror=alert(1)>'],
  ])('of %s is what can be shown of it', async (_title, claims, name) => {
    expect(await signIn('bob', claims)).toEqual({ status: 200, ...(name !== undefined && { name }) });
    expect(await names()).toEqual(name === undefined ? [] : [['bob', name]]);
  });

  it('again within a day writes nothing and counts nothing; a new name, and the next day, are written', async () => {
    await signIn('bob', { name: 'Bob' });
    expect(writes).toEqual(['change']);
    const acts = { take: async () => Promise.reject(new Error('nothing is counted')) };
    world.advance(DAY - 1);
    expect(await signIn('bob', { name: 'Bob' }, { patch: { acts } })).toEqual({ status: 200, name: 'Bob' });
    expect(writes).toEqual(['change']);
    await signIn('bob', { name: 'Robert' });
    expect(writes).toEqual(['change', 'change']);
    world.advance(DAY);
    await signIn('bob', { name: 'Robert' });
    expect(writes).toHaveLength(3);
    expect(await names()).toEqual([['bob', 'Robert']]);
  });

  it('is erased when the issuer has no name any more', async () => {
    await signIn('bob', { name: 'Bob' });
    expect(await signIn('bob', {})).toEqual({ status: 200 });
    expect(await names()).toEqual([]);
    expect(await signIn('bob', {})).toEqual({ status: 200 });
    expect(writes).toEqual(['change', 'delete']);
  });

  it('T171: has a count of its own for what changes, which others do not use up', async () => {
    for (let time = 0; time < LIMITS.namingsOfPerson; time++)
      expect((await signIn('bob', { name: `Bob ${time}` })).status).toBe(200);
    expect(await signIn('bob', { name: 'Once more' })).toMatchObject({
      status: 429,
      code: 'too_many_requests',
    });
    expect((await signIn('ada', { name: 'Ada' })).status).toBe(200);
    expect(writes).toHaveLength(LIMITS.namingsOfPerson + 1);
    expect(await send('bob', 'DELETE', ME)).toMatchObject({ status: 204 });
  });

  it.each<[string, string, object]>([
    ['of another person', 'bob', { subject: 'ada', name: 'Ada' }],
    ['of the same subject at another issuer', 'bob', { iss: 'https://other.example', name: 'Ada' }],
    [
      'of the caller’s subject at an issuer that is not the caller’s',
      'impostor',
      { subject: 'bob', name: 'B' },
    ],
  ])('is not kept out of a token %s', async (_title, person, claims) => {
    expect(await signIn(person, claims)).toMatchObject(INVALID);
    expect(writes).toEqual([]);
  });

  it('is not kept without a token that is accepted', async () => {
    const sent = (idToken: unknown) => send('bob', 'PUT', ME, { idToken });
    expect(await sent('refused')).toMatchObject(INVALID);
    expect(await sent('no keys')).toMatchObject({ status: 503, code: 'temporarily_unavailable' });
    for (const wrong of ['', 7, null, undefined, 'x'.repeat(16_001)])
      expect(await sent(wrong)).toMatchObject(INVALID);
    expect(await send('bob', 'PUT', ME, { idToken: 'x', name: 'Boss' })).toMatchObject(INVALID);
    expect(writes).toEqual([]);
  });

  it('is not kept where the stage knows no client of a page', async () => {
    expect(await signIn('bob', { name: 'Bob' }, { patch: { verifyIdToken: undefined } })).toMatchObject(
      NOT_FOUND,
    );
    expect(writes).toEqual([]);
  });

  it('stays where another request of the same person wrote at the same time', async () => {
    const people: PeopleStore = {
      ...world.ports.people,
      read: async (key) => {
        const before = await world.ports.people.read(key);
        await signIn('bob', { name: 'First' });
        return before;
      },
    };
    expect(await signIn('bob', { name: 'Second' }, { patch: { people } })).toMatchObject({ status: 200 });
    expect(await names()).toEqual([['bob', 'First']]);
  });

  it('needs room in the workspace, also where many come at once', async () => {
    const of = async () => Array.from({ length: LIMITS.peopleOfWorkspace }, () => ({ key: {} as never }));
    const full = { ...world.ports.people, of };
    const over = { status: 409, code: 'quota_exceeded' };
    expect(await signIn('bob', { name: 'Bob' }, { patch: { people: full } })).toMatchObject(over);
    let asked = 0;
    const later = { ...full, of: async () => (asked++ === 0 ? [] : [...(await of()), ...(await of())]) };
    expect(await signIn('bob', { name: 'Bob' }, { patch: { people: later } })).toMatchObject(over);
    expect(await names()).toEqual([]);
  });
});

describe('the names of people', () => {
  it('are of one workspace: neither seen nor erased from another', async () => {
    await signIn('ada', { name: 'Ada' });
    await signIn('mallory', { name: 'Mallory' }, { path: '/v1/workspaces/globex/me' });
    expect(await names('ada')).toEqual([['ada', 'Ada']]);
    expect(await names('mallory', '/v1/workspaces/globex/people')).toEqual([['mallory', 'Mallory']]);
    const id = await idOf('ada');
    expect(await send('mallory', 'GET', PEOPLE)).toMatchObject(NOT_FOUND);
    expect(await signIn('mallory', { name: 'Mallory' })).toMatchObject(NOT_FOUND);
    expect(await send('mallory', 'DELETE', ME)).toMatchObject(NOT_FOUND);
    expect(await send('mallory', 'DELETE', `${PEOPLE}/${id}`)).toMatchObject(NOT_FOUND);
    expect(await send('mallory', 'DELETE', `/v1/workspaces/globex/people/${id}`)).toEqual({ status: 204 });
    expect(await names('ada')).toEqual([['ada', 'Ada']]);
  });

  it('are erased by the person, or by an admin, and not by another member', async () => {
    await signIn('ada', { name: 'Ada' });
    await signIn('bob', { name: 'Bob' });
    const [adas, bobs] = [await idOf('ada'), await idOf('bob')];
    expect(await send('bob', 'DELETE', `${PEOPLE}/${adas}`)).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    expect(await send('bob', 'DELETE', ME)).toEqual({ status: 204 });
    expect(await names()).toEqual([['ada', 'Ada']]);
    await signIn('bob', { name: 'Bob' });
    expect(await send('ada', 'DELETE', `${PEOPLE}/${bobs}`)).toEqual({ status: 204 });
    expect(await send('ada', 'DELETE', `${PEOPLE}/${bobs}`)).toEqual({ status: 204 });
    expect(await send('ada', 'DELETE', `${PEOPLE}/${sessionId('nobody')}`)).toEqual({ status: 204 });
    expect(await send('ada', 'DELETE', `${PEOPLE}/bob`)).toMatchObject(INVALID);
    expect(await names()).toEqual([['ada', 'Ada']]);
  });

  it('end 400 days after the last sign-in, also if the table has not deleted them yet', async () => {
    await signIn('bob', { name: 'Bob' });
    world.advance(LIMITS.personRetention - 1);
    expect(await names()).toEqual([['bob', 'Bob']]);
    world.advance(1);
    expect(await names()).toEqual([]);
    await signIn('bob', { name: 'Bob' });
    expect(await names()).toEqual([['bob', 'Bob']]);
  });

  it('of a row that somebody wrote by hand are shown plain, or not at all', async () => {
    const row = (name: string, seenAt: number) =>
      world.ports.people.change(
        { workspaceId: 'acme', personId: sessionId(name) },
        put({ issuer: ISSUER, subject: name, name, seenAt }),
      );
    await row('\u202eecila\0', world.now());
    await row('\u200b', world.now());
    await row('far', Number.MAX_SAFE_INTEGER);
    await row('old', -1);
    expect((await send('ada', 'GET', PEOPLE)).people?.map(({ name }) => name)).toEqual(['ecila']);
  });

  it('go with the workspace, also those that are put while it is deleted, and none comes later', async () => {
    await signIn('ada', { name: 'Ada' });
    const workspaceMarks = {
      ...world.ports.workspaceMarks,
      read: async (key: { workspaceId: string }) => {
        const before = await world.ports.workspaceMarks.read(key);
        if (!before) await send('ada', 'DELETE', '/v1/workspaces/acme');
        return before;
      },
    };
    const deleted = { status: 409, code: 'workspace_deleted' };
    expect(await signIn('bob', { name: 'Bob' }, { patch: { workspaceMarks } })).toMatchObject(deleted);
    expect(await world.ports.people.of('acme')).toEqual([]);
    expect(await signIn('bob', { name: 'Bob' })).toMatchObject(deleted);
    expect(await world.ports.people.of('acme')).toEqual([]);
  });
});
