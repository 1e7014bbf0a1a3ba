/**
 * Covers client/src/after-response.ts, client/src/after-unauthorized.ts, client/src/send-request.ts,
 * client/src/with-session.ts.
 */
import { describe, expect, it } from 'vitest';
import { injected, type Outcome, refused } from './fake-injector.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { setUpSession } from './set-up-session.ts';
import { answerJson, answerOk, posted, startUpstream, toolCall } from './upstream.ts';

const PAGE = 'https://dash.example/?connect=demo';
const CHALLENGE = 'Bearer error="insufficient_scope", scope="files:read files:write"';
const SCOPES = ['files:read', 'files:write'];
const generation = (host: string, number: number, more: object = {}): Outcome => ({
  answer: injected({
    generation: number,
    headers: { 'X-Token': String(number) },
    allowedHosts: [host],
    ...more,
  }),
});
const page: Outcome = {
  answer: refused('insufficient_scope', { connectUrl: PAGE, missingScopes: SCOPES }),
};

/** Answers tokens of generation 1 with the challenge. */
const startGuarded = (challenge = CHALLENGE, status = 403) =>
  startUpstream((request, response, raw) => {
    if (request.headers['x-token'] !== '1') return answerOk(request, response, raw);
    response.setHeader('WWW-Authenticate', challenge);
    answerJson(response, { error: 'insufficient_scope' }, status);
  });

describe('T235: a server that asks for scopes', () => {
  it('has them told to the injector once, with the generation, and the refusal is the fetch’s own', async () => {
    const upstream = await startGuarded();
    const { call, lambda, system } = setUpFetch(upstream, { outcomes: [generation(upstream.host, 1), page] });
    await expect(call()).rejects.toMatchObject({
      reason: 'insufficient_scope',
      connectUrl: PAGE,
      missingScopes: SCOPES,
    });
    expect(lambda.requests).toHaveLength(2);
    expect(lambda.requests[0]).not.toHaveProperty('challengedScopes');
    expect(lambda.requests[1]).toMatchObject({ challengedScopes: SCOPES, challengedGeneration: 1 });
    expect(lambda.requests[1]).not.toHaveProperty('rejectedGeneration');
    expect(new Set(lambda.ids()).size).toBe(2);
    expect(system.pending()).toBe(0);
  });

  it('gets the call again if the connection was granted more meanwhile and that is safe, and never its challenge out', async () => {
    const upstream = await startGuarded();
    const outcomes = [generation(upstream.host, 1), generation(upstream.host, 2)];
    const safe = setUpFetch(upstream, { outcomes, isSafeToRepeat: () => true });
    expect((await safe.call()).status).toBe(200);
    const unsafe = setUpFetch(upstream, { outcomes });
    const response = await unsafe.call();
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([403, null]);
  });

  it.each<[string, string, number]>([
    [
      'with more scopes than are read',
      `Bearer error="insufficient_scope", scope="${Array.from({ length: 60 }, (_, i) => `s${i}`).join(' ')}"`,
      403,
    ],
    ['with a scope out of the grammar', 'Bearer error="insufficient_scope", scope="a \\"b"', 403],
    ['with another error', 'Bearer error="invalid_token", scope="a"', 403],
    ['with another status', CHALLENGE, 400],
  ])('%s is not listened to', async (_how, challenge, status) => {
    const upstream = await startGuarded(challenge, status);
    const { call, lambda } = setUpFetch(upstream, { outcomes: [generation(upstream.host, 1)] });
    const response = await call();
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([status, null]);
    expect(lambda.requests).toHaveLength(1);
  });

  it('of a request without a token is not listened to', async () => {
    const upstream = await startUpstream((_request, response) => {
      response.setHeader('WWW-Authenticate', CHALLENGE);
      answerJson(response, {}, 403);
    });
    const { send, lambda } = setUpFetch(upstream);
    const response = await send(upstream.url, posted({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([403, null]);
    expect(lambda.requests).toEqual([]);
  });

  it('within a session has them told too', async () => {
    const upstream = await startGuarded();
    const { run, lambda } = setUpSession(upstream, [
      generation(upstream.host, 1, { binding: 'session' }),
      page,
    ]);
    await run(async (fetch) => {
      await expect(fetch(upstream.url, posted(toolCall()))).rejects.toMatchObject({ connectUrl: PAGE });
    });
    expect(lambda.requests[1]).toMatchObject({ challengedScopes: SCOPES, challengedGeneration: 1 });
  });
});
