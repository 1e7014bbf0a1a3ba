/**
 * T235: a hostile server in front of the whole local environment.
 * Covers client/src/after-response.ts, client/src/challenge.ts, src/broker/inject/step-up.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FetchLike, injectingFetch, NotInjected } from '../../client/src/index.ts';
import { startWorld, type World } from '../journeys/world.ts';
import { rejection } from './rejection.ts';
import { answerJson, posted, startUpstream, toolCall } from './upstream.ts';
import { registerServer, type WorldRuntime, worldRuntime } from './world-runtime.ts';

let world: World;
let ada: WorldRuntime;
beforeAll(async () => {
  world = await startWorld();
  ada = worldRuntime(world);
});
beforeEach(() => world.connect(world.ada, 'acme'));
afterAll(async () => {
  ada?.close();
  await world?.close();
});

let number = 0;
/** A server of acme that answers each call with 403 and the next challenge, the last one for ever. */
async function startHostile(...challenges: string[]) {
  const upstream = await startUpstream((_request, response) => {
    const challenge = challenges.length > 1 ? challenges.shift() : challenges[0];
    response.setHeader('WWW-Authenticate', challenge ?? '');
    answerJson(response, { error: 'insufficient_scope' }, 403);
  });
  number += 1;
  const server = `hostile-${number}`;
  await registerServer(world, 'acme', server, {
    url: upstream.url,
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    binding: 'request',
  });
  const fetch = injectingFetch({ injector: ada.injector, workspaceId: 'acme', server });
  return { upstream, server, call: () => call(fetch, upstream.url) };
}

/** The page of the refusal; undefined without one. A response is the server's own 403. */
async function call(fetch: FetchLike, url: string): Promise<string | undefined | Response> {
  const answered = fetch(url, posted(toolCall()));
  const error = await rejection(answered).catch(() => undefined);
  if (error === undefined) return answered;
  expect(error).toBeInstanceOf(NotInjected);
  expect(error).toMatchObject({ reason: 'insufficient_scope' });
  return (error as unknown as NotInjected).connectUrl;
}

const asking = (scope: string) => `Bearer error="insufficient_scope", scope="${scope}"`;

describe('T235: a hostile server', () => {
  it('that always wants what nobody grants gets two pages, and an error after the second consent, and each call once', async () => {
    const { upstream, call: callIt } = await startHostile(asking('admin:org delete_repo'));
    expect(await callIt()).toContain('connect=demo');
    await world.connect(world.ada, 'acme');
    // The consent did not ask for these scopes, so nobody has answered yet.
    expect(await callIt()).toContain('connect=demo');
    await world.connect(world.ada, 'acme');
    for (let time = 0; time < 3; time += 1) expect(await callIt()).toBeUndefined();
    expect(upstream.received).toHaveLength(5);
  });

  it('that wants what is granted already gets no page at all', async () => {
    const { call: callIt } = await startHostile(asking('notes:read'));
    expect(await callIt()).toBeUndefined();
  });

  it('whose person said no gets no page for a day', async () => {
    const { server, call: callIt } = await startHostile(asking('admin'));
    expect(await callIt()).toContain('connect=demo');
    const path = '/v1/workspaces/acme/connections/demo/step-up-declined';
    expect((await world.ada.request('POST', path, { server })).status).toBe(204);
    expect(await callIt()).toBeUndefined();
  });

  it.each([
    ['1,000 scopes', asking(Array.from({ length: 1_000 }, (_, index) => `s${index}`).join(' '))],
    ['a quotation mark', asking('a\\"b')],
    ['a text without an end', asking('a').slice(0, -1)],
  ])('with %s is not heard: its 403 passes without the header', async (_what, challenge) => {
    const { server, call: callIt } = await startHostile(challenge);
    const response = await callIt();
    expect(response).toBeInstanceOf(Response);
    expect((response as Response).headers.get('www-authenticate')).toBeNull();
    const item = { workspaceId: 'acme', connectionId: 'demo', serverId: server };
    expect(await world.environment.ports.stepUps.read(item)).toBeUndefined();
  });
});
