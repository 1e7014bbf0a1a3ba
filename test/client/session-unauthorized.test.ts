/** Covers client/src/with-session.ts, client/src/after-unauthorized.ts. */
import { describe, expect, it } from 'vitest';
import type { InjectionAnswer } from '../../src/contract/injection-messages.ts';
import { injected, type Outcome } from './fake-injector.ts';
import { INITIALIZE, setUpSession } from './set-up-session.ts';
import { answerJson, answerOk, posted, startUpstream, toolCall } from './upstream.ts';

describe('a session, against servers that misbehave', () => {
  const withGeneration = (host: string, generation: number): Outcome => ({
    answer: injected({
      binding: 'session',
      allowedHosts: [host],
      generation,
      headers: { 'X-Token': String(generation) },
    }),
  });

  it('T135: that is refused with 401 at initialize begins again once, with a new token', async () => {
    const upstream = await startUpstream((request, response, raw) => {
      if (request.headers['x-token'] === '1') answerJson(response, {}, 401);
      else answerOk(request, response, raw);
    });
    const { run, lambda } = setUpSession(upstream, [
      withGeneration(upstream.host, 1),
      withGeneration(upstream.host, 2),
    ]);
    await run(async (fetch) => {
      expect((await fetch(upstream.url, INITIALIZE)).status).toBe(200);
      expect((await fetch(upstream.url, posted(toolCall()))).status).toBe(200);
    });
    expect(upstream.received.map(({ headers }) => headers['x-token'])).toEqual(['1', '2', '2']);
    expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 1]);
  });

  it('T135: that is refused with 401 later is told to the broker, and not repeated', async () => {
    const upstream = await startUpstream((request, response, raw) => {
      if (request.body.includes('tools/call')) answerJson(response, {}, 401);
      else answerOk(request, response, raw);
    });
    const { run, lambda } = setUpSession(upstream, [
      withGeneration(upstream.host, 1),
      withGeneration(upstream.host, 2),
    ]);
    await run(async (fetch) => {
      await fetch(upstream.url, INITIALIZE);
      expect((await fetch(upstream.url, posted(toolCall()))).status).toBe(401);
    });
    expect(upstream.received.map(({ headers }) => headers['x-token'])).toEqual(['1', '1']);
    expect(lambda.requests.map(({ rejectedGeneration }) => rejectedGeneration)).toEqual([undefined, 1]);
  });

  it('T151: loses the tokens of both attempts from every answer, also from that of a header with another case', async () => {
    const old = 'old-token-of-the-session';
    const fresh = 'fresh-token-of-the-session';
    const answerWith = (token: string, generation: number): Outcome => ({
      answer: injected({ binding: 'session', generation, headers: { 'X-Token': token } }),
    });
    const given: string[] = [];
    const upstream = await startUpstream(({ headers }, response) => {
      given.push(String(headers['x-token']));
      const isRefused = given.length === 1;
      response.writeHead(isRefused ? 401 : 200, { [`X-${given[0]?.toUpperCase()}`]: '1' }).end(given.join());
    });
    const withHost = (outcome: Outcome) => {
      if ('answer' in outcome)
        Object.assign((outcome.answer as InjectionAnswer).context, { allowedHosts: [upstream.host] });
      return outcome;
    };
    const { run } = setUpSession(upstream, [answerWith(old, 1), answerWith(fresh, 2)].map(withHost));
    await run(async (fetch) => {
      const response = await fetch(upstream.url, INITIALIZE);
      expect([...response.headers.keys()].filter((name) => name.startsWith('x-'))).toEqual([]);
      expect(await response.text()).toBe('[removed],[removed]');
    });
    expect(given.slice(0, 2)).toEqual([old, fresh]);
  });
});
