/** A provider that is not in the catalogue, as a workspace's admin describes it (`custom~name`). */
import * as z from 'zod';
import { ScopeToken } from './identifiers.ts';
import { choice } from './resources/described.ts';

const HttpsUrl = z.url({ protocol: /^https$/ }).max(2000);
const Host = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/);
const ClientAuthentication = choice(
  'How the client authenticates at the token endpoint (RFC 6749 section 2.3.1).',
  {
    client_secret_basic: 'By HTTP Basic authentication.',
    client_secret_post: 'By parameters in the request body.',
  },
);

const everyProvider = {
  name: z.string().min(1).max(80).describe('The name of the provider, for people.'),
  scopes: z
    .array(ScopeToken)
    .max(50)
    .describe('The scopes that a consent can request. All are requested unless a consent names fewer.'),
  apiHosts: z
    .array(Host)
    .min(1)
    .max(20)
    .describe('The hosts of the provider’s API. They may receive the token.'),
};
const endpoints = {
  authorizationEndpoint: HttpsUrl.describe('The authorization endpoint (RFC 6749 section 3.1).'),
  tokenEndpoint: HttpsUrl.describe('The token endpoint (RFC 6749 section 3.2).'),
  revocationEndpoint: HttpsUrl.optional().describe(
    'The revocation endpoint (RFC 7009). Absent if there is none.',
  ),
  userinfoEndpoint: HttpsUrl.describe(
    'An endpoint that answers with `sub`, and with `email`, `preferred_username` or `name`, like the userinfo endpoint of OpenID Connect.',
  ),
};
const clientAuthentication = ClientAuthentication.optional();

const ByIssuer = z
  .strictObject({
    ...everyProvider,
    clientAuthentication,
    issuer: HttpsUrl.describe(
      'The issuer. Its metadata (RFC 8414, OpenID Connect Discovery) names the endpoints.',
    ),
  })
  .meta({ id: 'CustomProviderByIssuer', description: 'A provider whose endpoints are found by discovery.' });
const ByEndpoints = z
  .strictObject({
    ...everyProvider,
    clientAuthentication,
    issuer: HttpsUrl.optional().describe(
      'The value that an `iss` parameter in an authorization response must have (RFC 9207). If absent, the origin of the authorization endpoint.',
    ),
    ...endpoints,
  })
  .meta({ id: 'CustomProviderByEndpoints', description: 'A provider whose endpoints are given one by one.' });

/** What an admin sends: the issuer, or each endpoint. */
export const CustomProviderBody = z.union([ByIssuer, ByEndpoints]).meta({
  id: 'CustomProviderDescription',
  description: 'The description of a provider of the workspace’s own, by its issuer or by its endpoints.',
});
export type CustomProviderBody = z.infer<typeof CustomProviderBody>;

/** What is stored: every endpoint, so that no later request depends on a document that another party can change. */
export const CustomProvider = z
  .strictObject({
    ...everyProvider,
    issuer: HttpsUrl.describe('The issuer.'),
    ...endpoints,
    issuerInResponse: z.boolean().describe('Whether an authorization response must have `iss` (RFC 9207).'),
    clientAuthentication: ClientAuthentication,
  })
  .meta({ id: 'CustomProvider', description: 'A provider of the workspace’s own, with all its endpoints.' });
export type CustomProvider = z.infer<typeof CustomProvider>;
