/** JWTs of a stage's issuer, all with a good signature, our audience and a time that is right: access tokens, and others. */
import type { AccessTokenProfileName } from '../../src/contract/environment.ts';

/** Claims and header beside the usual ones. What is undefined is not there. */
export interface Kind {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
}

const AT = 'at+jwt';
const JWT = 'JWT';
const ISSUER = 'https://issuer.example';
const AUDIENCE = 'urn:connections';

/** What each issuer sends, after the sources in decision 0019. */
export const ACCESS_TOKENS: Record<AccessTokenProfileName, Record<string, Kind>> = {
  rfc9068: {
    'at+jwt': { header: { typ: AT }, claims: { client_id: 'app', jti: '1' } },
    'application/at+jwt': { header: { typ: 'application/at+jwt' } },
    'the type in capitals': { header: { typ: 'Application/AT+JWT' } },
  },
  auth0: {
    'the Auth0 profile': {
      header: { typ: JWT },
      claims: { azp: 'app', scope: 'openid profile', aud: [AUDIENCE, `${ISSUER}/userinfo`] },
    },
    'the RFC 9068 profile': { header: { typ: AT }, claims: { client_id: 'app', scope: 'openid' } },
    'a machine’s': { header: { typ: JWT }, claims: { azp: 'app', gty: 'client-credentials' } },
  },
  clerk: { 'an OAuth access token': { header: { typ: AT }, claims: { client_id: 'app', scope: 'openid' } } },
  cognito: {
    'without aud': {
      header: { typ: undefined },
      claims: { token_use: 'access', client_id: AUDIENCE, aud: undefined, scope: 'openid', version: 2 },
    },
    'with resource binding': {
      header: { typ: undefined },
      claims: { token_use: 'access', client_id: 'app', aud: AUDIENCE },
    },
  },
  descope: { 'a session token': { header: { typ: JWT }, claims: { drn: 'DS', amr: ['pwd'], tenants: {} } } },
  entra: {
    'v2.0': { header: { typ: JWT }, claims: { ver: '2.0', azp: 'app', scp: 'access_as_user', oid: 'o' } },
    'v1.0': { header: { typ: JWT }, claims: { ver: '1.0', appid: 'app', scp: 'access_as_user' } },
    'an app’s own': { header: { typ: JWT }, claims: { ver: '2.0', azp: 'app', idtyp: 'app', roles: ['r'] } },
  },
  fusionauth: { 'version 1.60': { header: { typ: JWT }, claims: { tty: 'at', scope: 'openid', tid: 't' } } },
  keycloak: {
    'the usual one': {
      header: { typ: JWT },
      claims: { typ: 'Bearer', azp: 'app', sid: 's', scope: 'openid' },
    },
    'with at+jwt': { header: { typ: AT }, claims: { typ: 'Bearer', azp: 'app' } },
  },
  okta: {
    'a custom authorization server’s': {
      header: { typ: undefined },
      claims: { ver: 1, cid: 'app', uid: 'u', scp: ['openid'], auth_time: 1 },
    },
  },
  ory: { 'Hydra’s': { header: { typ: JWT }, claims: { client_id: 'app', scp: ['openid'], ext: {} } } },
  workos: {
    Connect: {
      header: { typ: undefined },
      claims: { client_id: 'app', sid: 'c', scope: 'openid', org_id: 'o' },
    },
  },
  'jwt-with-scope': {
    'typ JWT and scope': { header: { typ: JWT }, claims: { scope: 'openid' } },
    'no typ and scp': { header: { typ: undefined }, claims: { scp: ['openid'] } },
    'at+jwt': { header: { typ: AT } },
  },
};

/** ID tokens and the like of one issuer, as they would be with our audience. */
export const LOOK_ALIKES: Record<AccessTokenProfileName, Record<string, Kind>> = {
  rfc9068: {
    'typ JWT': { header: { typ: JWT }, claims: { scope: 'openid', client_id: 'app' } },
    'no typ': { header: { typ: undefined }, claims: { scope: 'openid', client_id: 'app' } },
  },
  auth0: {
    'an ID token without nonce': { header: { typ: JWT }, claims: { sid: 's', name: 'Ada' } },
    'azp alone': { header: { typ: JWT }, claims: { azp: 'app' } },
    'an empty scope': { header: { typ: JWT }, claims: { azp: 'app', scope: '' } },
    'a scope that is no text': { header: { typ: JWT }, claims: { scope: { openid: true } } },
    'an audience beside userinfo': {
      header: { typ: JWT },
      claims: { scope: 'openid', aud: [AUDIENCE, `${ISSUER}/userinfo`, 'urn:other'] },
    },
    'userinfo alone': { header: { typ: JWT }, claims: { scope: 'openid', aud: `${ISSUER}/userinfo` } },
    'no typ': { header: { typ: undefined }, claims: { scope: 'openid' } },
  },
  clerk: {
    'a session token': {
      header: { typ: JWT },
      claims: { azp: 'https://app.example', sid: 's', fva: [1, -1] },
    },
  },
  cognito: {
    'an ID token': { header: { typ: undefined }, claims: { token_use: 'id', 'cognito:username': 'ada' } },
    'without token_use': { header: { typ: undefined }, claims: { client_id: AUDIENCE, aud: undefined } },
    'of another client': {
      header: { typ: undefined },
      claims: { token_use: 'access', client_id: 'app', aud: undefined },
    },
    'a list of uses': { header: { typ: undefined }, claims: { token_use: ['access'] } },
    'an empty list of audiences': {
      header: { typ: undefined },
      claims: { token_use: 'access', client_id: AUDIENCE, aud: [] },
    },
    'no audience that is null': {
      header: { typ: undefined },
      claims: { token_use: 'access', client_id: AUDIENCE, aud: null },
    },
  },
  descope: {
    'a refresh token': { header: { typ: JWT }, claims: { drn: 'DSR' } },
    'without drn': { header: { typ: JWT }, claims: { scope: 'openid' } },
  },
  entra: {
    'an ID token with app roles': { header: { typ: JWT }, claims: { ver: '2.0', roles: ['r'], oid: 'o' } },
    'azp alone': { header: { typ: JWT }, claims: { ver: '2.0', azp: 'app' } },
    'idtyp user': { header: { typ: JWT }, claims: { idtyp: 'user', roles: ['r'] } },
  },
  fusionauth: {
    'an ID token': { header: { typ: JWT }, claims: { tty: 'id', scope: 'openid' } },
    'without tty': { header: { typ: JWT }, claims: { scope: 'openid' } },
  },
  keycloak: {
    'an ID token': { header: { typ: JWT }, claims: { typ: 'ID', azp: 'app' } },
    'a refresh token': { header: { typ: JWT }, claims: { typ: 'Refresh', scope: 'openid' } },
    'an offline token': { header: { typ: JWT }, claims: { typ: 'Offline', scope: 'openid' } },
    'a DPoP-bound one': { header: { typ: JWT }, claims: { typ: 'DPoP' } },
    'an ID token under at+jwt': { header: { typ: AT }, claims: { typ: 'ID' } },
    'without the claim': { header: { typ: JWT }, claims: { scope: 'openid' } },
  },
  okta: {
    'an ID token': { header: { typ: undefined }, claims: { ver: 1, amr: ['pwd'], idp: 'i' } },
    'the org server’s': {
      header: { typ: 'application/okta-internal-at+jwt' },
      claims: { ver: 1, cid: 'app', scp: ['openid'] },
    },
  },
  ory: {
    'an ID token': { header: { typ: JWT }, claims: { sid: 's', auth_time: 1, rat: 1 } },
  },
  workos: {
    'a session token': { header: { typ: undefined }, claims: { sid: 's', org_id: 'o', role: 'member' } },
  },
  'jwt-with-scope': {
    'an ID token': { header: { typ: JWT }, claims: { auth_time: 1, azp: 'app' } },
    'a client id alone': { header: { typ: JWT }, claims: { client_id: 'app' } },
    'a list of scopes with a number': { header: { typ: JWT }, claims: { scp: ['openid', 7] } },
    'an empty list of scopes': { header: { typ: JWT }, claims: { scp: [] } },
  },
};

/** What no issuer's profile can make an access token, laid over one of its good tokens. */
export const NEVER: Record<string, Kind> = {
  ...Object.fromEntries(
    [
      'logout+jwt',
      'secevent+jwt',
      'dpop+jwt',
      'entity-statement+jwt',
      'token-introspection+jwt',
      'id_token+jwt',
    ]
      .concat([
        'application/logout+jwt',
        'oauth-authz-req+jwt',
        'kb+jwt',
        'at+jwt+x',
        ' at+jwt',
        'at+jwt ',
        '',
      ])
      .concat([
        'text/at+jwt',
        'application/x/at+jwt',
        'application/application/at+jwt',
        'at+jwt; charset=utf-8',
      ])
      .map((typ) => [`typ ${JSON.stringify(typ)}`, { header: { typ } }]),
  ),
  'a list of types': { header: { typ: [AT] } },
  'a type that is a number': { header: { typ: 7 } },
  'a type that is null': { header: { typ: null } },
  'a type that is an object': { header: { typ: { at: 'jwt' } } },
  nonce: { claims: { nonce: 'n' } },
  'a nonce that is null': { claims: { nonce: null } },
  at_hash: { claims: { at_hash: 'h' } },
  c_hash: { claims: { c_hash: 'h' } },
  s_hash: { claims: { s_hash: 'h' } },
  'token_use id': { claims: { token_use: 'id' } },
  'token_use that is null': { claims: { token_use: null } },
  'token_type refresh': { claims: { token_type: 'refresh' } },
  'a kind that is no text': { claims: { typ: { toString: 'Bearer' } } },
  events: { claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } } },
  'bound by DPoP': { claims: { cnf: { jkt: 'k' } } },
  'bound to a certificate': { claims: { cnf: { 'x5t#S256': 'k' } } },
  'bound to a key': { claims: { cnf: { jwk: {} } } },
  'an empty cnf': { claims: { cnf: {} } },
  'a cnf that is null': { claims: { cnf: null } },
  'a DPoP proof': { claims: { htm: 'GET', htu: 'https://api.example' } },
  'an introspection answer': { claims: { token_introspection: { active: true } } },
  'an entity statement': { claims: { jwks: { keys: [] } } },
  'no time of issue': { claims: { iat: undefined } },
  'a time of issue that is text': { claims: { iat: String(Math.floor(Date.now() / 1_000)) } },
  'a time of issue in the future': { claims: { iat: Math.floor(Date.now() / 1_000) + 300 } },
  'a time of issue longer ago than the stage allows': {
    claims: { iat: Math.floor(Date.now() / 1_000) - 90_000 },
  },
  'a subject that is no text': { claims: { sub: { ada: true } } },
  'a subject that is a number': { claims: { sub: 7 } },
  'an empty subject': { claims: { sub: '' } },
};
