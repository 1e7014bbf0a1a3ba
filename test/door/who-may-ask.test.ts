/**
 * Who may ask a door, and that nobody else learns anything.
 * Covers client/src/door/serve/known-gateway.ts, client/src/door/serve/asking-request.ts, client/src/door/serve/answer-request.ts,
 * client/src/door/serve/start-door.ts.
 */
import { describe, expect, it } from 'vitest';
import { OTHER_SECRET, reasonOf, SECRET, setUpDoor } from './set-up-door.ts';

describe('T203: a door refuses with 403, before it reads the JWT', () => {
  it.each<[string, Record<string, string | string[] | undefined>]>([
    ['no secret', { 'x-connections-door': undefined }],
    ['an empty secret', { 'x-connections-door': '' }],
    ['another secret', { 'x-connections-door': `${SECRET}x` }],
    ['the beginning of the secret', { 'x-connections-door': SECRET.slice(0, -1) }],
    ['the secret twice', { 'x-connections-door': [SECRET, SECRET] }],
    ['the secret in another header', { 'x-connections-door': undefined, x_connections_door: SECRET }],
    ['no Host', { host: undefined }],
    ['the host of a name that points to this machine', { host: 'attacker.example:7070' }],
    ['the Host twice', { host: ['localhost', 'attacker.example'] }],
    ['an Origin', { origin: 'https://attacker.example' }],
    ['an Origin of its own', { Origin: 'null' }],
    ['what a browser says of a page', { 'sec-fetch-site': 'cross-site' }],
    ['what a browser says of a page of its own', { 'Sec-Fetch-Mode': 'navigate' }],
  ])('%s', async (_what, headers) => {
    const { ask, lambda } = await setUpDoor();
    for (const authorization of [undefined, 'Bearer not-a-jwt', 'Basic x']) {
      const answer = await ask({ headers: { authorization, ...headers } });
      expect([answer.status, reasonOf(answer)]).toEqual([403, 'gateway_not_authorized']);
      expect(answer.headers).not.toHaveProperty('www-authenticate');
    }
    const answer = await ask({ headers });
    expect([answer.status, answer.headers.authorization]).toEqual([403, undefined]);
    expect(lambda.requests).toEqual([]);
  });

  it('a gateway that asks for a server of another one', async () => {
    const { ask, lambda, log } = await setUpDoor();
    const answer = await ask({ headers: { 'x-connections-door': OTHER_SECRET } });
    expect([answer.status, reasonOf(answer)]).toEqual([403, 'gateway_not_authorized']);
    expect(await ask({ path: '/authorize/tide' })).toMatchObject({ status: 403 });
    expect(lambda.requests).toEqual([]);
    expect(JSON.stringify(log)).not.toContain(OTHER_SECRET);
  });

  it('and answers the gateway by each of its own names', async () => {
    const { ask, address } = await setUpDoor();
    const port = address.split(':')[1];
    for (const host of [address, `localhost:${port}`])
      expect(await ask({ headers: { host } })).toMatchObject({ status: 200 });
  });
});

it('T203: an address without a secret at a page that another site opened answers nothing of use', async () => {
  const { address, lambda } = await setUpDoor();
  const simple = await fetch(`http://${address}/authorize/notes`, {
    headers: { origin: 'https://attacker.example' },
  });
  expect(simple.status).toBe(403);
  expect(simple.headers.get('access-control-allow-origin')).toBeNull();
  const preflight = await fetch(`http://${address}/authorize/notes`, { method: 'OPTIONS' });
  expect(preflight.status).toBe(403);
  expect(lambda.requests).toEqual([]);
});
