/** https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens (2026-03) */
import { fieldsFromClient } from '../client-credentials.ts';
import { must, type ReceivedRequest } from '../received-request.ts';
import { revocationEndpoint } from '../revocation-endpoint.ts';
import type { Answer, Endpoint, ScriptedProvider } from '../scripted-provider.ts';

/** What the app marks as required, and no more. */
const SCOPES = ['oauth', 'crm.objects.contacts.read', 'crm.objects.companies.read', 'crm.objects.deals.read'];
const TOKEN = 'POST api.hubapi.com/oauth/2026-03/token';
const PORTAL = { hub_id: 1_234_567, user_id: 789 };

/** The dated generation takes no query: everything goes into the body. */
function checkNoQuery({ query }: ReceivedRequest): void {
  must(query.size === 0, 'nothing in the query');
}

/** The old words, which the RFC's stand beside since 2026; people still see them alone. */
const fails = (status: string, message = 'missing or invalid refresh token'): Answer => ({
  status: 400,
  body: { status, message },
});

const introspect: Endpoint = (request, session) => {
  checkNoQuery(request);
  const { token } = fieldsFromClient(request, session, 'body');
  if (!session.tokens.isAccessLive(token)) return { status: 200, body: { active: false } };
  const person = { ...PORTAL, user: 'ann@acme.example', hub_domain: 'acme.hubspot.com' };
  return { status: 200, body: { active: true, token, token_use: 'access_token', scopes: SCOPES, ...person } };
};

const providerOf = (optionalScope: string | null): ScriptedProvider => ({
  provider: 'hubspot',
  expected: {
    account: 'ann@acme.example (acme.hubspot.com)',
    scopes: SCOPES,
    allowedHosts: ['api.hubapi.com', 'api-eu1.hubapi.com'],
    refreshes: true,
    // The access token lives on for its half hour.
    revocation: 'unconfirmed',
  },
  // Long tokens: HubSpot says to allow for 300 characters.
  tokens: { prefixes: { access: `${'C'.repeat(300)}-`, refresh: 'na1-' }, reuse: 'works' },
  authorization: {
    at: 'https://app.hubspot.com/oauth/authorize',
    scopes: { names: SCOPES, others: 'refused' },
    pkce: 'S256',
    check(asked) {
      const optional = asked.get('optional_scope');
      must(optional === optionalScope, `other scopes in optional_scope, was ${optional}`);
    },
  },
  token: {
    at: TOKEN,
    credentials: 'body',
    check: checkNoQuery,
    tokens: ({ access, refresh }) => ({
      token_use: 'access_token',
      token_type: 'bearer',
      access_token: access,
      refresh_token: refresh,
      expires_in: 1800,
      id_token: null,
      ...PORTAL,
      scopes: SCOPES,
    }),
    wrongClient: fails('BAD_CLIENT_SECRET', 'missing or invalid client secret'),
    wrongCode: fails('BAD_AUTH_CODE'),
    refresh: {
      absent: [],
      deadGrant: fails('BAD_REFRESH_TOKEN'),
      throttled: {
        status: 429,
        body: { status: 'error', message: 'too many requests', category: 'RATE_LIMITS' },
      },
    },
  },
  endpoints: {
    [`${TOKEN}/introspect`]: introspect,
    [`${TOKEN}/revoke`]: revocationEndpoint({
      credentials: 'body',
      check(request, { token_type_hint: hint }) {
        checkNoQuery(request);
        must(hint === 'refresh_token', 'token_type_hint=refresh_token');
      },
      takes: 'refresh',
      endsGrant: false,
      revoked: { status: 204 },
    }),
  },
});

export const hubspot = providerOf(null);
/** Asks for an optional scope, which is not granted, since the account has no right to it. */
export const hubspotOptional: ScriptedProvider = {
  ...providerOf('crm.objects.deals.write'),
  variant: 'with an optional scope',
  scopes: ['crm.objects.deals.write'],
};
