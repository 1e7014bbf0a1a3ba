/**
 * Whether a workspace can connect a provider: the list says it before a consent as the start of the consent then does it.
 * Covers src/broker/apps/app-to-use.ts, src/broker/apps/list-providers.ts, src/broker/connect/choose-app.ts,
 * src/broker/connect/choose-scopes.ts, src/oauth/scopes.ts, src/providers/described-variables.ts.
 */
import { describe, expect, it } from 'vitest';
import { beginChoosingServers, put, URL_BESIDE, world } from './choosing-servers.ts';

beginChoosingServers();

describe('whether a workspace can connect a provider', () => {
  const shown = async (id: string) => {
    const { body } = await world.bob.request<{
      providers: { id: string; connectsWith: string; templateNames: string[]; variables: object[] }[];
    }>('GET', '/v1/providers?workspace=acme');
    return body.providers.find((provider) => provider.id === id);
  };
  const started = async (body: object) => {
    const sessions = '/v1/workspaces/acme/connect-sessions';
    return (await world.ada.request<{ code?: string }>('POST', sessions, body)).body.code;
  };

  it('is said before a consent as the consent then does it: a verified app, none, an own one', async () => {
    expect(await shown('demo')).toMatchObject({ connectsWith: 'verified', ownApp: 'none' });
    expect(await shown('github')).toMatchObject({ connectsWith: 'app_not_available' });
    expect(await started({ provider: 'github' })).toBe('app_not_available');
    const app = { clientId: 'acme-own', clientSecret: 'secret-of-acme' };
    expect((await world.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/github', app)).status).toBe(200);
    expect(await shown('github')).toMatchObject({ connectsWith: 'workspace', ownApp: 'registered' });
    expect(await started({ provider: 'github' })).toBeUndefined();

    // An own app is told also where the verified one would be used.
    const own = { clientId: 'acme-demo', clientSecret: 'secret-of-acme' };
    expect((await world.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/demo', own)).status).toBe(200);
    expect(await shown('demo')).toMatchObject({ connectsWith: 'verified', ownApp: 'registered' });
  });

  it('with an own app for any well-formed scope, with the platform’s for those of the catalogue', async () => {
    const app = { clientId: 'acme-own', clientSecret: 'secret-of-acme' };
    expect((await world.ada.request('PUT', '/v1/workspaces/acme/oauth-apps/dropbox', app)).status).toBe(200);
    expect(await started({ provider: 'dropbox', scopes: ['codespace'] })).toBeUndefined();
    expect(await started({ provider: 'dropbox', scopes: ['two scopes'] })).toBe('unknown_scope');
    expect(await started({ provider: 'demo', scopes: ['admin'] })).toBe('unknown_scope');
    const { body } = await put('spaces', { provider: 'dropbox', url: URL_BESIDE, scopes: ['codespace'] });
    expect(body).toMatchObject({ id: 'spaces' });
  });

  it('tells how the value of a variable is judged, and where it leads', async () => {
    const variables = async (id: string) => (await shown(id))?.variables;
    expect(await variables('zendesk')).toEqual([
      {
        name: 'subdomain',
        label: 'Subdomain of your Zendesk account',
        example: 'acme',
        of: 'connection',
        pattern: '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$',
        consentHost: '{subdomain}.zendesk.com',
      },
    ]);
    expect(await variables('intercom')).toMatchObject([{ choices: ['us', 'eu', 'au'], default: 'us' }]);
    expect((await variables('intercom'))?.[0]).not.toHaveProperty('consentHost');
    // Of a segment of the path, and of what the redirect brings.
    expect((await variables('microsoft'))?.[0]).not.toHaveProperty('consentHost');
    expect((await variables('quickbooks'))?.map((each) => 'name' in each && each.name)).toEqual([
      'environment',
    ]);
  });

  it('tells the names that templates of its servers can hold', async () => {
    expect((await shown('salesforce'))?.templateNames).toEqual(
      expect.arrayContaining(['accessToken', 'instanceHost']),
    );
    expect((await shown('demo'))?.templateNames).not.toContain('instanceHost');
  });
});
