/** Covers client/src/with-session.ts, client/src/retry-rule.ts. */
import { describe, expect, it } from 'vitest';
import { injected, refused } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { INITIALIZE, setUpSession } from './set-up-session.ts';
import { answerOk, posted, startUpstream, toolCall } from './upstream.ts';

describe('a session, against servers that misbehave', () => {
  it.each(['request', 'process'] as const)(
    'is not opened for a server that is bound to a %s',
    async (binding) => {
      const upstream = await startUpstream(answerOk);
      const { run } = setUpSession(upstream, [
        { answer: injected({ binding, allowedHosts: [upstream.host] }) },
      ]);
      expect((await rejection(run(() => expect.unreachable()))).code).toBe('wrong_binding');
    },
  );

  it('is not opened where the injector refuses', async () => {
    const upstream = await startUpstream(answerOk);
    const { run } = setUpSession(upstream, [{ answer: refused('not_connected') }]);
    expect((await rejection(run(() => expect.unreachable()))).code).toBe('not_injected');
  });

  it('T141: sends nothing to another origin', async () => {
    const upstream = await startUpstream(answerOk);
    const elsewhere = await startUpstream(answerOk);
    const { run } = setUpSession(upstream, [
      { answer: injected({ binding: 'session', allowedHosts: [upstream.host, elsewhere.host] }) },
    ]);
    await run(async (fetch) => {
      expect((await rejection(fetch(elsewhere.url, INITIALIZE))).code).toBe('host_not_allowed');
    });
    expect(elsewhere.received).toEqual([]);
  });

  it.each(['resources/read', 'prompts/get', 'completion/complete', 'resources/subscribe', 'tasks/result'])(
    'is not for %s, which nobody asked a token for',
    async (method) => {
      const upstream = await startUpstream(answerOk);
      const { run } = setUpSession(upstream);
      await run(async (fetch) => {
        const message = { jsonrpc: '2.0', id: 1, method, params: {} };
        expect((await rejection(fetch(upstream.url, posted(message)))).code).toBe('not_of_session');
        expect((await rejection(fetch(upstream.url, posted([message, toolCall()])))).code).toBe(
          'not_of_session',
        );
      });
      expect(upstream.received).toEqual([]);
    },
  );
});
