/** Covers client/src/injector.ts, client/src/judge-servers-answer.ts. */
import { describe, expect, it } from 'vitest';
import { refused } from './fake-injector.ts';
import { setUpInjector } from './set-up-injector.ts';

describe('the list of servers', () => {
  const facts = { id: 'demo-notes', name: 'Notes', binding: 'request', discovery: false };
  const ready = {
    ...facts,
    url: 'https://mcp.example/notes',
    tools: ['find'],
    ready: true,
    connectionId: 'demo',
  };
  const notReady = { ...facts, id: 'github-mcp', ready: false, reason: 'not_connected', message: 'No.' };

  it('spends no id and gives the facts of each server', async () => {
    const { client, injector } = setUpInjector({ answer: { servers: [ready, notReady] } });
    expect(await injector.servers({ workspaceId: 'acme' })).toEqual([ready, notReady]);
    expect(client.requests).toEqual([
      { version: '1', workspaceId: 'acme', servers: true, callerToken: 'caller.jwt.x' },
    ]);
  });

  it('has no member that the contract does not have', async () => {
    const { injector } = setUpInjector({ answer: { servers: [{ ...ready, accessToken: 'at-1' }] } });
    expect(await injector.servers({ workspaceId: 'acme' })).toEqual([ready]);
  });

  it('that is refused as a whole rejects', async () => {
    const { injector } = setUpInjector({ answer: refused('caller_not_authorized') });
    await expect(injector.servers({ workspaceId: 'acme' })).rejects.toMatchObject({
      reason: 'caller_not_authorized',
    });
  });

  it.each<[string, unknown]>([
    ['a server twice', [ready, ready]],
    ['no name', [{ ...ready, name: '' }]],
    ['a binding that does not exist', [{ ...ready, binding: 'ever' }]],
    ['an address that is none', [{ ...ready, url: 'not a url' }]],
    ['tools that are no texts', [{ ...ready, tools: [1] }]],
    ['neither ready nor not', [{ ...facts }]],
    ['ready without a connection', [{ ...facts, ready: true }]],
    ['no reason', [{ ...notReady, reason: 'because' }]],
    ['a page that is no page of the web', [{ ...notReady, connectUrl: 'javascript:alert(1)' }]],
    ['a text', ['demo-notes']],
    ['no list', {}],
  ])('that is answered with %s is no answer', async (_what, servers) => {
    const { injector } = setUpInjector({ answer: { servers } });
    await expect(injector.servers({ workspaceId: 'acme' })).rejects.toMatchObject({
      failure: 'not_of_the_contract',
    });
  });
});
