/** Covers client/src/injector.ts, client/src/retry-rule.ts. */
import { describe, expect, it } from 'vitest';
import { refused } from './fake-injector.ts';
import { setUpInjector } from './set-up-injector.ts';

describe('a check of servers', () => {
  const question = { workspaceId: 'acme', servers: ['demo-notes', 'github-mcp'] };
  const ready = { server: 'demo-notes', ready: true, connectionId: 'demo' };
  const notReady = { server: 'github-mcp', ready: false, reason: 'not_connected', message: 'No.' };

  it('spends no id and gives the statuses in order', async () => {
    const { client, injector } = setUpInjector({ answer: { statuses: [ready, notReady] } });
    expect(await injector.check(question)).toEqual([ready, notReady]);
    expect(client.requests).toEqual([
      { version: '1', workspaceId: 'acme', check: question.servers, callerToken: 'caller.jwt.x' },
    ]);
  });

  it('that is refused as a whole rejects', async () => {
    const { injector } = setUpInjector({ answer: refused('caller_not_authorized') });
    await expect(injector.check(question)).rejects.toMatchObject({ reason: 'caller_not_authorized' });
  });

  it.each<[string, unknown]>([
    ['too few', [ready]],
    ['another order', [notReady, ready]],
    ['an unknown status', [ready, { ...notReady, ready: 'no' }]],
    ['no reason', [ready, { server: 'github-mcp', ready: false, message: 'No.' }]],
    ['no list', {}],
  ])('that is answered with %s is no answer', async (_what, statuses) => {
    const { injector } = setUpInjector({ answer: { statuses } });
    await expect(injector.check(question)).rejects.toMatchObject({ failure: 'not_of_the_contract' });
  });
});
