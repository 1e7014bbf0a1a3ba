/**
 * The map inside the local egress: what goes to a played provider stays on this machine, and the rules of the egress stay on.
 * Covers local/played-providers/played-egress.ts, local/played-providers/requests.ts.
 */
import { describe, expect, it } from 'vitest';
import { playedScripts } from '../../local/played-providers/playable.ts';
import { playedFetch } from '../../local/played-providers/played-egress.ts';
import { localProviderFetch } from '../../local/ports.ts';
import type { ProviderRequest } from '../../src/oauth/provider-fetch.ts';

describe('T250: the map inside the egress', () => {
  const ORIGIN = 'http://127.0.0.1:4000';
  const sent: ProviderRequest[] = [];
  const egress = playedFetch(
    async (request) => {
      sent.push(request);
      return new Response();
    },
    { scripts: playedScripts(['google', 'github', 'salesforce']), origin: ORIGIN },
  );
  const send = async (method: string, url: string) => {
    sent.length = 0;
    await egress({ method, url, headers: {} });
    return sent.map((request) => request.url);
  };

  it.each([
    ['POST', 'https://oauth2.googleapis.com/token', '/oauth2.googleapis.com/token'],
    ['GET', 'https://api.github.com/user', '/api.github.com/user'],
    ['DELETE', 'https://api.github.com/applications/c%201/token', '/api.github.com/applications/c%201/token'],
    [
      'POST',
      'https://login.salesforce.com/services/oauth2/token',
      '/login.salesforce.com/services/oauth2/token',
    ],
    [
      'POST',
      'https://test.salesforce.com/services/oauth2/token',
      '/test.salesforce.com/services/oauth2/token',
    ],
  ])('%s %s stays on this machine', async (method, url, path) => {
    expect(await send(method, url)).toEqual([`${ORIGIN}${path}`]);
  });

  it.each([
    ['GET', 'https://oauth2.googleapis.com/token'],
    ['POST', 'https://oauth2.googleapis.com/token/'],
    ['POST', 'https://oauth2.googleapis.com/tokeninfo'],
    ['POST', 'https://oauth2.googleapis.com./token'],
    ['POST', 'https://oauth2.googleapis.com:8443/token'],
    ['POST', 'https://ann@oauth2.googleapis.com/token'],
    ['POST', 'https://OAuth3.googleapis.com/token'],
    ['POST', 'https://www.googleapis.com/oauth2/v4/token'],
    ['POST', 'https://globex.my.salesforce.com/services/oauth2/token'],
    ['DELETE', 'https://api.github.com/applications/a/b/token'],
    ['DELETE', 'https://api.github.com/applications//token'],
  ])('%s %s is sent nowhere: no script answers it, and the real host may not see it', async (method, url) => {
    await expect(send(method, url)).rejects.toMatchObject({ code: 'address_not_allowed', sent: false });
    expect(sent).toEqual([]);
  });

  it.each([
    ['POST', 'https://api.notion.com/v1/oauth/token'],
    ['POST', 'https://oauth2.googleapis.com.evil.example/token'],
    ['POST', 'https://evil.example/oauth2.googleapis.com/token'],
    ['GET', 'http://127.0.0.1:3001/jwks'],
  ])('%s %s goes the way that it went before', async (method, url) => {
    expect(await send(method, url)).toEqual([url]);
  });

  it.each([
    'https://10.0.0.1/token',
    'https://169.254.169.254/latest/meta-data',
    'http://evil.example/token',
    'http://oauth2.googleapis.com/token',
    'https://[::1]/token',
  ])('the address rules of the egress stay on: %s', async (url) => {
    const real = playedFetch(localProviderFetch(), { scripts: playedScripts(['google']), origin: ORIGIN });
    const refused = real({ method: 'POST', url, headers: {} });
    if (url === 'https://[::1]/token') await expect(refused).rejects.toMatchObject({ code: 'network' });
    else await expect(refused).rejects.toMatchObject({ code: 'address_not_allowed' });
  });
});
