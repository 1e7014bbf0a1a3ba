/**
 * The identity providers of docs/one-address.md, by the name of their access tokens (`jwt.accessTokens`). Nobody tried
 * them for this list: each fact has its source, which was read in excerpts, or as others quote it.
 */
import type { AccessTokenProfileName } from '../../src/contract/environment.ts';
import type { IssuerProduct } from './issuer-product.ts';

const READ = '2026-11-30';
const ENTRA = 'https://learn.microsoft.com/en-us/entra/agent-id/client-id-metadata-documents';
const SAMPLE = 'https://github.com/aws-samples/sample-serverless-architecture-cimd-with-cognito/wiki';
const COGNITO_HISTORY =
  'https://docs.amazonaws.cn/en_us/cognito/latest/developerguide/cognito-document-history.html';
const AUTH0 = 'https://auth0.com/docs/get-started/auth0-overview/create-applications/cimd-overview';
const OKTA = 'https://www.apollographql.com/docs/apollo-mcp-server/guides/auth-okta';
const OKTA_METADATA = 'https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/tag/CustomAS';
const KEYCLOAK = 'https://www.keycloak.org/securing-apps/mcp-authz-server';
const PROVIDERS = 'https://zuplo.com/learn/mcp/compatibility/identity-providers';
const issue = (path: string) => `https://github.com/${path}`;

const entra: IssuerProduct = {
  name: 'Entra ID',
  documents: { are: 'preview', says: 'in public preview', source: ENTRA, date: READ },
  registration: { is: 'none', says: 'none', source: PROVIDERS, date: '2026-07-24' },
  audience: {
    says: '`resource` only if it is an application ID URI of the scope’s application; `aud` is that application’s client id',
    ...{ source: issue('modelcontextprotocol/csharp-sdk/pull/1801'), date: '2026-09-22' },
  },
  metadata: { says: 'OpenID Connect alone', source: PROVIDERS, date: '2026-07-24' },
  pkceList: {
    is: 'absent',
    ...{ says: 'absent', source: issue('anthropics/claude-ai-mcp/issues/786'), date: '2026-08-10' },
  },
  also: {
    says: 'a redirect URI belongs under “Mobile and desktop applications”, as a public client’s',
    ...{ source: issue('anthropics/claude-ai-mcp/issues/894'), date: '2026-08-19' },
  },
};

const cognito: IssuerProduct = {
  name: 'Cognito',
  documents: { are: 'none', says: 'none', source: SAMPLE, date: READ },
  registration: { is: 'none', says: 'none', source: SAMPLE, date: READ },
  audience: {
    says: '`resource` becomes `aud`, with managed login in the plans Essentials and Plus',
    ...{ source: COGNITO_HISTORY, date: '2025-10-24' },
  },
  metadata: { says: 'OpenID Connect alone', source: SAMPLE, date: READ },
  pkceList: {
    is: 'absent',
    ...{ says: 'absent', source: issue('anthropics/claude-ai-mcp/issues/946'), date: '2026-08-28' },
  },
};

const auth0: IssuerProduct = {
  name: 'Auth0',
  documents: {
    are: 'imported',
    says: 'after an operator’s import; from anybody where dynamic CIMD registration is turned on',
    ...{ source: AUTH0, date: READ },
  },
  registration: {
    is: 'closed',
    says: 'off until the tenant turns it on, then open to anybody',
    ...{ source: 'https://auth0.com/docs/api-auth/dynamic-client-registration', date: READ },
  },
  audience: {
    says: '`resource` becomes `aud` once the “Resource Parameter Compatibility Profile” is on; it names an API’s identifier',
    ...{ source: 'https://auth0.com/ai/docs/mcp/guides/resource-param-compatibility-profile', date: READ },
  },
  metadata: {
    says: 'not known beyond OpenID Connect',
    source:
      'https://raw.githubusercontent.com/api-evangelist/auth0/refs/heads/main/vendor-facets/auth0-vendor-facets.yml',
    date: '2026-09-25',
  },
  pkceList: undefined,
};

const okta: IssuerProduct = {
  name: 'Okta',
  documents: { are: 'imported', says: 'after an operator’s registration', source: OKTA, date: READ },
  registration: { is: 'closed', says: 'only with an API token', source: OKTA, date: READ },
  audience: {
    says: '`aud` is the audience of the custom authorization server; `resource`: not known',
    ...{ source: 'https://developer.okta.com/docs/guides/customize-authz-server/main/', date: READ },
  },
  metadata: { says: 'RFC 8414 and OpenID Connect', source: OKTA_METADATA, date: READ },
  pkceList: {
    is: 'S256',
    says: 'S256',
    source:
      'https://developer.okta.com/docs/api/openapi/okta-oauth/oauth/customas/getwellknownopenidconfigurationcustomas',
    date: READ,
  },
};

const keycloak: IssuerProduct = {
  name: 'Keycloak',
  documents: {
    are: 'yes',
    says: 'with the experimental feature `cimd` and a client policy',
    ...{ source: KEYCLOAK, date: READ },
  },
  refusesDocumentOf: {
    chatgpt: { says: 'refuses ChatGPT’s document', source: KEYCLOAK, date: READ },
  },
  registration: {
    is: 'closed',
    says: 'closed by the policy “Trusted Hosts” until it names the client’s host',
    ...{ source: issue('evoila/meho/issues/911'), date: '2026-05-22' },
  },
  audience: {
    says: '`aud` by an audience mapper of a scope; `resource` with the experimental feature `resource-indicators`',
    ...{ source: KEYCLOAK, date: READ },
  },
  metadata: { says: 'RFC 8414 and OpenID Connect', source: KEYCLOAK, date: READ },
  pkceList: {
    is: 'S256',
    says: 'S256',
    ...{ source: issue('spring-attic/spring-authorization-server/issues/1302'), date: '2023-07-17' },
  },
};

export const ISSUER_PRODUCTS: Partial<Record<AccessTokenProfileName, IssuerProduct>> = {
  entra,
  cognito,
  auth0,
  okta,
  keycloak,
};
