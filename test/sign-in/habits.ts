/** How the identity providers of docs/sign-in.md behave, as the documents that the page names describe it. */
import type { Habits } from './identity-provider.ts';
import { recipe } from './recipe-page.ts';

const cognito = recipe('Cognito');
const entra = recipe('Entra ID');
const okta = recipe('Okta');
const auth0 = recipe('Auth0');
const keycloak = recipe('Keycloak');

/** Client ids stand for clients; an audience stands for the API. What the settings do not name is not there. */
export const HABITS: Record<string, Habits> = {
  Cognito: {
    audienceOf: () => cognito.hostedDashboard.clientId,
    claims: ({ person, clientId, scope }) => ({
      'cognito:groups': [...person.workspaces],
      client_id: clientId,
      token_use: 'access',
      scope,
      version: 2,
      origin_jti: 'o',
      event_id: 'e',
      auth_time: 1,
      username: person.id,
    }),
    idTokenClaims: ({ workspaces, id }) => ({
      token_use: 'id',
      'cognito:groups': workspaces,
      'cognito:username': id,
    }),
    signOut: 'cognito',
  },
  'Entra ID': {
    refuses: { parameter: 'resource', error: 'invalid_request' },
    audienceOf: (request) =>
      // Without a scope of an API the token is for Microsoft Graph.
      scopesOf(request).some((scope) => scope.startsWith(`api://${entra.jwt.audience}/`))
        ? entra.jwt.audience
        : '00000003-0000-0000-c000-000000000000',
    typ: 'JWT',
    claims: ({ person, clientId, audience }) => ({
      aud: audience,
      ver: '2.0',
      azp: clientId,
      azpacr: '0',
      oid: `oid-of-${person.id}`,
      tid: '11111111-2222-3333-4444-555555555555',
      scp: 'access',
      roles: person.workspaces,
    }),
    idTokenClaims: ({ id }) => ({ ver: '2.0', oid: `oid-of-${id}` }),
  },
  Okta: {
    ignores: ['resource'],
    audienceOf: () => okta.jwt.audience,
    claims: ({ person, clientId, scope, audience }) => ({
      aud: audience,
      ver: 1,
      cid: clientId,
      uid: `uid-of-${person.id}`,
      scp: scope.split(' '),
      auth_time: 1,
      workspaces: person.workspaces,
    }),
  },
  Auth0: {
    ignores: ['resource'],
    audienceOf: (request) =>
      request.get('audience') === auth0.jwt.audience
        ? [auth0.jwt.audience, `${auth0.jwt.issuer}userinfo`]
        : undefined,
    typ: 'at+jwt',
    claims: ({ person, clientId, scope, audience }) => ({
      aud: audience,
      client_id: clientId,
      scope,
      'https://connections.acme.internal/workspaces': person.workspaces,
    }),
  },
  Keycloak: {
    ignores: ['resource'],
    audienceOf: () => keycloak.jwt.audience,
    typ: 'JWT',
    claims: ({ person, clientId, scope, audience }) => ({
      aud: audience,
      typ: 'Bearer',
      azp: clientId,
      sid: 's',
      acr: '1',
      scope,
      workspaces: person.workspaces,
    }),
    idTokenClaims: () => ({ typ: 'ID' }),
  },
};

function scopesOf(request: URLSearchParams): string[] {
  return (request.get('scope') ?? '').split(' ');
}
