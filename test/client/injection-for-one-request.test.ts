/** Covers client/src/injecting-fetch.ts, client/src/errors.ts, client/src/retry-rule.ts. */
import { describe, expect, it } from 'vitest';
import { injected, refused } from './fake-injector.ts';
import { rejection } from './rejection.ts';
import { setUpFetch } from './set-up-fetch.ts';
import { answerOk, posted, startUpstream } from './upstream.ts';

describe('an injection is used for one request', () => {
  it('and asked for anew at the next', async () => {
    const upstream = await startUpstream(answerOk);
    const answers = ['a', 'b', 'c'].map((each) => ({
      answer: injected({ allowedHosts: [upstream.host], headers: { 'X-Token': each } }),
    }));
    const { call, send, lambda } = setUpFetch(upstream, { outcomes: answers });
    await call();
    await send(upstream.url, posted({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
    await call();
    expect(upstream.received.map(({ headers }) => headers['x-token'])).toEqual(['a', undefined, 'b']);
    expect(new Set(lambda.ids()).size).toBe(2);
  });

  it('T134: and not after the time for which it was handed out', async () => {
    const upstream = await startUpstream(answerOk);
    const { call, system } = setUpFetch(upstream, { injection: { expiresAt: '2026-11-24T10:15:00Z' } });
    await call();
    system.advance(15 * 60_000);
    expect((await rejection(call())).code).toBe('injection_expired');
    expect(upstream.received).toHaveLength(1);
  });

  it.each(['session', 'process'] as const)(
    'T056: and not for a server that keeps it for a %s',
    async (binding) => {
      const upstream = await startUpstream(answerOk);
      const { call } = setUpFetch(upstream, { injection: { binding } });
      expect((await rejection(call())).code).toBe('wrong_binding');
      expect(upstream.received).toEqual([]);
    },
  );

  it('and not at all where the injector refuses', async () => {
    const upstream = await startUpstream(answerOk);
    const { call } = setUpFetch(upstream, { outcomes: [{ answer: refused('not_connected') }] });
    expect(await rejection(call())).toMatchObject({ code: 'not_injected', reason: 'not_connected' });
    expect(upstream.received).toEqual([]);
  });
});
