/** A provider that is not in the catalogue, as a workspace's admin describes it (`custom~name`). */
import * as z from 'zod';

const HttpsUrl = z.url({ protocol: /^https$/ }).max(2000);
const ScopeName = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/);

const shared = {
  name: z.string().min(1).max(80),
  clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post']).optional(),
  /** Scopes that can be asked for; all of them are, unless a consent names fewer. */
  scopes: z.array(ScopeName).max(50),
  /** Hosts of its API that may receive the token. */
  apiHosts: z
    .array(z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/))
    .min(1)
    .max(20),
};

/** Found by discovery (RFC 8414, OpenID Connect Discovery) at the issuer, or told endpoint by endpoint. */
export const CustomProviderBody = z.union([
  z.strictObject({ ...shared, issuer: HttpsUrl }),
  z.strictObject({
    ...shared,
    /** What an `iss` in the authorization response must equal; the origin of the authorization endpoint, if not told. */
    issuer: HttpsUrl.optional(),
    authorizationEndpoint: HttpsUrl,
    tokenEndpoint: HttpsUrl,
    revocationEndpoint: HttpsUrl.optional(),
    /** Answers with `sub`, and `email`, `preferred_username` or `name`, as OpenID Connect's userinfo does. */
    userinfoEndpoint: HttpsUrl,
  }),
]);
export type CustomProviderBody = z.infer<typeof CustomProviderBody>;

/** What is stored: everything resolved, so that no later request depends on a document somebody else can change. */
export const CustomProvider = z.strictObject({
  name: shared.name,
  issuer: HttpsUrl,
  authorizationEndpoint: HttpsUrl,
  tokenEndpoint: HttpsUrl,
  revocationEndpoint: HttpsUrl.optional(),
  userinfoEndpoint: HttpsUrl,
  issuerInResponse: z.boolean(),
  clientAuthentication: z.enum(['client_secret_basic', 'client_secret_post']),
  scopes: shared.scopes,
  apiHosts: shared.apiHosts,
});
export type CustomProvider = z.infer<typeof CustomProvider>;
