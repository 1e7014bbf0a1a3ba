/** connections-api and connect over a scripted internet, with an app of the workspace’s own that an admin puts and checks. */
import { type Answer, type RemoteWorld, remoteWorld } from '../remote/remote-world.ts';
import type { Answering } from '../remote/scripted-internet.ts';

export const APPS = '/v1/workspaces/acme/oauth-apps';
export const TOKEN = 'https://id.crm.example/token';
export const CUSTOM = {
  name: 'CRM',
  scopes: ['read'],
  apiHosts: ['api.crm.example'],
  authorizationEndpoint: 'https://id.crm.example/authorize',
  tokenEndpoint: TOKEN,
  userinfoEndpoint: 'https://id.crm.example/userinfo',
};
export const SECRET = 'secret-of-crm';
export const GIVEN = { clientId: 'crm-1', clientSecret: SECRET, custom: CUSTOM };

export interface AppWorld extends RemoteWorld {
  /** Asks for a check, as an admin of acme if no token says otherwise. */
  checked(body: object, provider?: string, token?: string): Promise<Answer>;
  /** Puts an app. */
  stored(body?: object, provider?: string): Promise<Answer>;
}

export async function appWorld(): Promise<AppWorld> {
  const world = await remoteWorld();
  return Object.assign(world, {
    checked: (body: object, provider = 'custom~crm', token = 'ada.acme') =>
      world.request('POST', `${APPS}/${provider}/check`, body, token),
    stored: (body: object = GIVEN, provider = 'custom~crm') =>
      world.request('PUT', `${APPS}/${provider}`, body),
  });
}

/** How a token endpoint refuses (RFC 6749 section 5.2). */
export const error = (code: unknown, status = 400): Answering => ({
  status,
  body: { error: code, error_description: 'a sentence of the provider' },
});
