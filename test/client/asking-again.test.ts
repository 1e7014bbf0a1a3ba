/** Covers client/src/ask-injector.ts, client/src/retry-rule.ts, client/src/deadline.ts. */
import { describe, expect, it } from 'vitest';
import { InjectorUnreachable } from '../../client/src/index.ts';
import { type Outcome, refused, sdkError, TOKEN } from './fake-injector.ts';
import { failureOf, GOOD, REQUEST, setUpInjector } from './set-up-injector.ts';

describe('asking again, with a new id', () => {
  it.each<[string, Outcome]>([
    ['the network fails', { error: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }],
    ['AWS throttles', { error: sdkError('TooManyRequestsException', 429) }],
    ['AWS fails', { error: sdkError('ServiceException', 500) }],
    ['the SDK times out', { error: sdkError('TimeoutError') }],
    ['the function fails', { functionError: 'Unhandled' }],
  ])('happens when %s, twice at most', async (_what, outcome) => {
    const { client, injector } = setUpInjector(outcome, outcome, GOOD);
    await injector.inject(REQUEST);
    expect(new Set(client.ids()).size).toBe(3);
    const { client: all, error } = await failureOf(outcome);
    expect(error).toBeInstanceOf(InjectorUnreachable);
    expect(new Set(all.ids()).size).toBe(3);
  });

  it.each<[string, Outcome, string]>([
    ['AWS refuses', { error: sdkError('AccessDeniedException', 403) }, 'denied'],
    ['there is no such function', { error: sdkError('ResourceNotFoundException', 404) }, 'denied'],
    ['AWS knows no such credentials', { error: sdkError('InvalidCredentials', 403) }, 'denied'],
    ['there are no credentials', { error: sdkError('CredentialsProviderError') }, 'no_credentials'],
    ['there is no region', { error: new Error('Region is missing') }, 'no_region'],
    ['the answer is no JSON', { payload: `<html>${TOKEN}` }, 'not_of_the_contract'],
    ['the answer is empty', { payload: '' }, 'not_of_the_contract'],
  ])('does not happen when %s', async (_what, outcome, failure) => {
    const { client, error } = await failureOf(outcome);
    expect(error).toMatchObject({ code: 'injector_unreachable', failure });
    expect(client.requests).toHaveLength(1);
  });

  it.each([
    'not_connected',
    'reauthorization_required',
    'insufficient_scope',
    'unknown_server',
    'tool_not_allowed',
    'host_not_allowed',
    'caller_not_authorized',
    'invalid_request',
  ] as const)('does not happen on %s', async (reason) => {
    const { client, error } = await failureOf({ answer: refused(reason) });
    expect(error).toMatchObject({ code: 'not_injected', reason });
    expect(client.requests).toHaveLength(1);
  });

  it('does not happen on tool_call_replayed, unless the SDK had repeated the invoke by itself', async () => {
    const { client, error } = await failureOf({ answer: refused('tool_call_replayed') });
    expect(error).toMatchObject({ reason: 'tool_call_replayed' });
    expect(client.requests).toHaveLength(1);
    const again = setUpInjector({ answer: refused('tool_call_replayed'), attempts: 2 }, GOOD);
    await again.injector.inject(REQUEST);
    expect(new Set(again.client.ids()).size).toBe(2);
  });

  it('waits as long as the injector says, if that fits into 20 seconds', async () => {
    const wait = (retryAfterSeconds: number): Outcome => ({
      answer: refused('temporarily_unavailable', { retryAfterSeconds }),
    });
    const { system, injector } = setUpInjector(wait(2), wait(3), GOOD);
    await injector.inject(REQUEST);
    expect(system.slept).toEqual([2_000, 3_000]);
    const { error, system: longer } = await failureOf(wait(21));
    expect(error).toMatchObject({ reason: 'temporarily_unavailable', retryAfterSeconds: 21 });
    expect(longer.slept).toEqual([]);
    expect((await failureOf(wait(11))).system.slept).toEqual([11_000]);
    expect((await failureOf({ answer: refused('temporarily_unavailable') })).client.requests).toHaveLength(1);
  });

  it('gives up an invoke that does not answer a little after the injector’s own timeout', async () => {
    const { injector, client, system } = setUpInjector({ hangs: true });
    const asked = injector.inject(REQUEST).catch((error: unknown) => error);
    await Promise.resolve();
    system.advance(15_000);
    expect(client.requests).toHaveLength(1);
    system.advance(1_500);
    await Promise.resolve();
    await new Promise(setImmediate);
    system.advance(16_500);
    expect(await asked).toMatchObject({ failure: 'timeout' });
    expect(client.requests).toHaveLength(2);
    expect(system.pending()).toBe(0);
  });

  it('ends when the caller does not want it any more', async () => {
    const { injector, client } = setUpInjector({ hangs: true });
    const controller = new AbortController();
    const asked = injector.inject(REQUEST, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
    expect(client.requests).toHaveLength(1);
  });

  it('counts one budget for one tool call', async () => {
    const { injector, client } = setUpInjector({ functionError: 'x' }, GOOD);
    const budget = injector.startCall();
    await injector.inject(REQUEST, { budget });
    await injector.inject(REQUEST, { budget });
    await expect(injector.inject(REQUEST, { budget })).rejects.toMatchObject({ failure: 'ids_spent' });
    expect(client.requests).toHaveLength(3);
  });
});
