/** Whose tokens they are, where nothing is known of the authorization server but its metadata. */
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { allowInsecureRequests, customFetch, introspectionRequest } from 'oauth4webapi';
import type { Secret } from '../../vault/secret.ts';
import { record } from '../dialects.ts';
import { OAUTH_LIMITS, SIGNATURE_ALGORITHMS } from '../limits.ts';
import { oauthFetch } from '../oauth-fetch.ts';
import type { AccountFacts, ReadAccount } from '../provider.ts';
import type { TokenAnswer } from '../token-answer.ts';
import { clientAuthentication, type TokenEndpointContext } from '../token-endpoint.ts';
import { askAccount, presentable, readSafely } from './identify-account.ts';
import { readUserinfo } from './read-userinfo.ts';

type OpenidFacts = Extract<AccountFacts, { kind: 'openid' }>;

/**
 * A verified ID token says it; else the userinfo endpoint, else introspection. Undefined: nobody says it. Never rejects: a source
 * that fails says nothing.
 */
export async function openidAccount(
  context: TokenEndpointContext,
  facts: OpenidFacts,
  { access, idToken }: Pick<TokenAnswer, 'access' | 'idToken'>,
): Promise<ReadAccount | undefined> {
  const sources = [
    () => ofIdToken(context, facts, idToken),
    () => ofUserinfo(context, facts, access),
    () => ofIntrospection(context, facts, access),
  ];
  for (const ask of sources) {
    const account = presentable(await ask().catch(() => undefined), access);
    if (account) return account;
  }
  return undefined;
}

/** OpenID Connect Core section 3.1.3.7. The code came over TLS from the token endpoint; the signature is checked nevertheless. */
async function ofIdToken(
  { facts, clientId, fetch }: TokenEndpointContext,
  { jwksUri }: OpenidFacts,
  idToken: Secret | undefined,
): Promise<ReadAccount | undefined> {
  if (!idToken || !jwksUri) return undefined;
  const answer = await fetch({ url: jwksUri, method: 'GET', headers: { accept: 'application/json' } });
  const keys = createLocalJWKSet((await answer.json()) as JSONWebKeySet);
  const { payload } = await jwtVerify(idToken.reveal(), keys, {
    // One party has both names, and its tokens have the right one as soon as it mends its metadata (T191).
    issuer: facts.claimedIssuer === undefined ? facts.issuer : [facts.issuer, facts.claimedIssuer],
    audience: clientId,
    algorithms: SIGNATURE_ALGORITHMS,
    clockTolerance: OAUTH_LIMITS.clockLeeway,
    requiredClaims: ['sub', 'exp', 'iat'],
  });
  const isForAnother = payload.azp !== undefined && payload.azp !== clientId;
  return isForAnother ? undefined : readUserinfo(payload);
}

async function ofUserinfo(
  { fetch }: TokenEndpointContext,
  { userinfoEndpoint: url }: OpenidFacts,
  access: Secret,
): Promise<ReadAccount | undefined> {
  if (url === undefined) return undefined;
  const { status, text } = await askAccount(fetch, { url, method: 'GET', headers: {} }, access);
  return status === 200 ? readSafely(readUserinfo, text) : undefined;
}

/** RFC 7662 section 2.2. The endpoint needs a client that authenticates, so a public one does not ask. */
async function ofIntrospection(
  { facts, clientId, clientSecret, fetch }: TokenEndpointContext,
  { introspectionEndpoint }: OpenidFacts,
  access: Secret,
): Promise<ReadAccount | undefined> {
  if (introspectionEndpoint === undefined || !clientSecret) return undefined;
  const response = await introspectionRequest(
    { issuer: facts.issuer, introspection_endpoint: introspectionEndpoint },
    { client_id: clientId },
    clientAuthentication(facts, clientSecret),
    access.reveal(),
    { [customFetch]: oauthFetch(fetch, undefined), [allowInsecureRequests]: true },
  );
  const { active, sub, username } = record(await response.json()) ?? {};
  if (response.status !== 200 || active !== true) return undefined;
  return readUserinfo({ sub, preferred_username: username });
}
