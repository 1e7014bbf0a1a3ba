/**
 * An address is played or real: providers of one address are played together, and no runtime sends a played token to a real host.
 * Covers local/played-providers/playable.ts, local/played-providers/played-facts.ts.
 */
import { describe, expect, it } from 'vitest';
import { playedTogether } from '../../local/played-providers/playable.ts';
import { answerRuntime } from '../../src/broker/inject/answer-runtime.ts';
import { CATALOGUE } from '../../src/providers/catalogue.ts';
import { connectPlayed, play } from './playing.ts';

describe('T250: an address is played or real', () => {
  it.each([
    [['github'], ['github', 'github-app']],
    [['github-app'], ['github', 'github-app']],
    [
      ['trello', 'google'],
      ['atlassian', 'google', 'trello'],
    ],
    [['slack'], ['slack', 'slack-user']],
    [['notion'], ['notion']],
    [[], []],
  ])('%j plays all of the same addresses', (asked, played) => {
    expect(playedTogether(asked)).toEqual(played);
  });

  it('a provider that shares an address is played in the environment, too', async () => {
    const { ada } = await play(['github']);
    const { body } = await ada.start('acme', { provider: 'github-app' });
    expect(body.authorizationUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/github\.com\//);
  });
});

describe('T250: a played token and the real hosts of its provider', () => {
  it('meet at no server: hosted ones have no address until one is given, and the API is the played one', async () => {
    const played = await play(['github']);
    const { ada, environment } = played;
    await connectPlayed(played, ada, 'acme', { provider: 'github', apps: ['github'] });
    const { ports, urls } = environment;
    const here = new URL(urls.playedProviders ?? '').host;
    const call = (server: string, host?: string) =>
      answerRuntime(
        { ...ports, verifyCaller: undefined },
        {
          ...{ version: '1', workspaceId: 'acme' },
          operation: { id: ports.random.uuidV7(Date.now()), kind: 'call', server, tool: 'x', host },
        },
      );
    const hosted = CATALOGUE.get('github')?.servers.filter(({ url }) => url) ?? [];
    expect(hosted.length).toBeGreaterThan(0);
    for (const { id } of hosted)
      expect(await call(id)).toMatchObject({ context: { reason: 'unknown_server' } });
    expect(await call('provider:github', 'api.github.com')).toMatchObject({
      context: { reason: 'host_not_allowed' },
    });
    expect(await call('provider:github')).toMatchObject({ context: { allowedHosts: [here] } });
    for (const { registration } of ports.servers.values())
      if (registration.provider === 'github')
        expect(
          [...registration.allowedHosts, ...(registration.apiHosts ?? [])].filter((host) => host !== here),
        ).toEqual([]);
    // A provider that is not played stays as it is.
    expect(ports.servers.get('provider:notion')?.registration.allowedHosts).toEqual(['api.notion.com']);
  });
});
