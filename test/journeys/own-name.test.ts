/**
 * The name of a person from a real sign-in: the page's ID token, and no other token or person, names them.
 * Covers src/broker/names/keep-own-name.ts, src/oauth/jwt/verify-id-token.ts, local/verify-people.ts,
 * local/app-of-environment.ts.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { type PersonId, startWorld, type World } from './world.ts';

let world: World;
const idTokens = new Map<PersonId, string>();
beforeAll(async () => {
  world = await startWorld();
  const { identityProvider: issuer, dashboard: dashboardUrl } = world.environment.urls;
  for (const person of ['ada', 'bob'] as const)
    idTokens.set(person, (await walkSignIn({ issuer, dashboardUrl, person })).idToken);
});
afterEach(() => world.resetClock());
afterAll(() => world.close());

async function send(person: PersonId, method: string, path: string, idToken?: string | undefined) {
  const response = await fetch(`${world.environment.urls.api}/v1/workspaces/acme/${path}`, {
    method,
    headers: { authorization: `Bearer ${world.tokens[person]}`, 'content-type': 'application/json' },
    ...(idToken !== undefined && { body: JSON.stringify({ idToken }) }),
  });
  const text = await response.text();
  return { ...(text === '' ? {} : JSON.parse(text)), status: response.status };
}
const people = async () => (await send('bob', 'GET', 'people')).people;
const REFUSED = { status: 400, code: 'invalid_request' };

describe('the name of a sign-in', () => {
  it('is kept, shown, and erased', async () => {
    expect(await send('ada', 'PUT', 'me', idTokens.get('ada'))).toEqual({ status: 200, name: 'Ada' });
    const issuer = world.environment.urls.identityProvider;
    expect(await people()).toMatchObject([{ issuer, subject: 'ada', name: 'Ada' }]);
    expect(await send('ada', 'DELETE', 'me')).toEqual({ status: 204 });
    expect(await people()).toEqual([]);
  });

  it('is not taken from an access token, from another person’s sign-in, or from one that was changed', async () => {
    expect(await send('ada', 'PUT', 'me', world.tokens.ada)).toMatchObject(REFUSED);
    expect(await send('ada', 'PUT', 'me', idTokens.get('bob'))).toMatchObject(REFUSED);
    const [head, body = '', signature] = (idTokens.get('ada') ?? '').split('.');
    const claims = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), name: 'Boss' };
    const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
    expect(await send('ada', 'PUT', 'me', `${head}.${changed}.${signature}`)).toMatchObject(REFUSED);
    expect(await people()).toEqual([]);
  });

  it('leaves no token in the table or the log', async () => {
    await send('ada', 'PUT', 'me', idTokens.get('ada'));
    const rows = await world.environment.ports.reads.people('acme');
    expect(Object.keys(rows[0]?.record ?? {}).sort()).toEqual(['issuer', 'name', 'seenAt', 'subject']);
    expect(world.logged.join()).not.toMatch(/eyJ|"Ada"/);
  });
});
