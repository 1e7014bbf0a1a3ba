import { type CustomProvider, VARIABLE_FORMS } from '../contract/custom-provider.ts';
import { readUserinfo } from '../oauth/account/read-userinfo.ts';
import { errorsAtStatus200, jsonRequest } from '../oauth/dialects.ts';
import type { OAuthFacts, Provider, ProviderVariable } from '../oauth/provider.ts';
import { fill, type Values } from '../oauth/resolve-facts.ts';
import { readMapped } from './custom-account.ts';
import { unknownRevocation } from './unknown-revocation.ts';

/**
 * A workspace's custom provider as a `Provider`, with the behaviour of the RFCs where the description says nothing else. `values`
 * are those of the app's variables, for what people read.
 */
export function customProvider(id: string, custom: CustomProvider, values: Values = {}): Provider {
  const { name, scopes, tokenHeader } = custom;
  const issuer = fill(custom.issuer, values);
  return {
    id,
    name,
    ...(custom.variables && { variables: variablesOf(custom.variables) }),
    oauth: oauthFacts(custom),
    products: [
      { id: 'api', name, scopes: scopes.map((scope) => ({ scope, description: scope, default: true })) },
    ],
    api: {
      hosts: custom.apiHosts,
      ...(tokenHeader && { header: tokenHeader.name }),
      authorization: tokenHeader?.value ?? 'Bearer {accessToken}',
    },
    servers: [],
    verified: { setUp: 'None: only this workspace has registered this provider.' },
    byo: {
      setUp: 'Register an app at the provider.',
      consoleUrl: issuer,
      steps: ['Register the redirect URI shown here at the provider.'],
    },
    source: { documents: [issuer], checkedOn: 'at registration', confidence: 'low' },
  };
}

function oauthFacts(custom: CustomProvider): OAuthFacts {
  const { issuer, authorizationEndpoint, tokenEndpoint, clientAuthentication, scopes } = custom;
  const { authorizationParameters = {}, scopeSeparator = ' ', tokenRequest, tokenHeader, account } = custom;
  return {
    issuer,
    authorizationEndpoint,
    tokenEndpoint,
    authorizationResponseIss: custom.issuerInResponse ? 'required' : 'if-present',
    clientAuthentication,
    pkce: 'S256',
    authorizationParameters,
    scopes: {
      parameter: scopes.length > 0 ? 'scope' : 'none',
      always: [],
      requestSeparator: scopeSeparator,
      answerSeparator: custom.answeredScopeSeparator ?? scopeSeparator,
      neverAnswered: ['offline_access'],
    },
    dialect: { answer: errorsAtStatus200, ...(tokenRequest === 'json' && { request: jsonRequest }) },
    accessTokenLifetime: 'endless',
    // The effect of a replay is unknown, so the worst one is assumed.
    refresh: { kind: 'sometimes', replay: 'kills-family' },
    errors: { deadGrant: [], configuration: [], transient: [] },
    revocation: unknownRevocation(custom.revocationEndpoint, issuer),
    account: {
      kind: 'endpoint',
      endpoint: custom.userinfoEndpoint,
      headers: tokenHeader ? { [tokenHeader.name]: tokenHeader.value } : {},
      read: account ? readMapped(account) : readUserinfo,
    },
  };
}

function variablesOf(described: NonNullable<CustomProvider['variables']>): Record<string, ProviderVariable> {
  const variables = Object.entries(described).map(([name, { label, form, of, example = EXAMPLES[form] }]) => [
    name,
    { label, example, pattern: VARIABLE_FORMS[form], of },
  ]);
  return Object.fromEntries(variables);
}

const EXAMPLES = { label: 'acme', host: 'provider.example.com' };
