/** What a scripted provider answers at its token endpoint (RFC 6749 sections 4.1.3 and 6). */
import { isFromClient } from './client-credentials.ts';
import type { TokenPair } from './issued-tokens.ts';
import { type Fields, fieldsOf, isVerifierOf, must, type ReceivedRequest } from './received-request.ts';
import type { Answer, ScriptedProvider, Session } from './scripted-provider.ts';

/** `fault` is answered instead of tokens, to a request that is otherwise as documented. */
export function answerTokenRequest(
  provider: ScriptedProvider,
  session: Session,
  request: ReceivedRequest,
  takeFault: () => Answer | undefined,
): Answer {
  const { token } = provider;
  const fields = fieldsOf(request, token.body);
  if (isRefreshElsewhere(provider, request, fields)) return token.refreshAt?.missing ?? token.wrongCode;
  if (!isFromClient(session.client, token.credentials, request, fields)) return token.wrongClient;
  token.check?.(request, fields);
  if (token.redirectUri === 'every-request') checkRedirectUri(session, fields);
  return takeFault() ?? answerGrant(provider, session, fields);
}

/** Where refreshes have an endpoint of their own, the other one does not know them. */
function isRefreshElsewhere({ token }: ScriptedProvider, request: ReceivedRequest, fields: Fields): boolean {
  const route = `${request.method} ${request.host}${request.path}`;
  return token.refreshAt !== undefined && route === token.at && fields.grant_type === 'refresh_token';
}

function answerGrant(provider: ScriptedProvider, session: Session, fields: Fields): Answer {
  const { token } = provider;
  const isExchange = isCodeGrant(provider, fields);
  const pair = isExchange ? exchange(provider, session, fields) : refresh(provider, session, fields);
  if (pair) return { status: 200, body: token.tokens(pair, { ...session, fields, isExchange }) };
  return isExchange || !token.refresh ? token.wrongCode : token.refresh.deadGrant;
}

function isCodeGrant({ token }: ScriptedProvider, { grant_type: type }: Fields): boolean {
  const isKnown = type === 'authorization_code' || (type === 'refresh_token' && token.refresh);
  must(isKnown || (type === undefined && token.isGrantTypeOptional), `a known grant_type, was ${type}`);
  return type !== 'refresh_token';
}

/** A code is spent even when the exchange fails. */
function exchange(
  { token, authorization }: ScriptedProvider,
  session: Session,
  fields: Fields,
): TokenPair | undefined {
  const isGood = session.tokens.spendCode(fields.code);
  if (token.redirectUri !== 'never') checkRedirectUri(session, fields);
  // Nobody asked for a challenge for a code that was never issued.
  if (!isGood) return undefined;
  checkVerifier(authorization.pkce, session, fields);
  return session.tokens.issue();
}

function refresh({ token }: ScriptedProvider, { tokens }: Session, fields: Fields): TokenPair | undefined {
  for (const name of token.refresh?.absent ?? ['scope']) must(!(name in fields), `a refresh without ${name}`);
  return tokens.rotate(fields.refresh_token);
}

function checkRedirectUri({ client }: Session, { redirect_uri }: Fields): void {
  must(redirect_uri === client.redirectUri, `redirect_uri=${client.redirectUri}, was ${redirect_uri}`);
}

function checkVerifier(
  pkce: ScriptedProvider['authorization']['pkce'],
  { asked }: Session,
  { code_verifier: verifier }: Fields,
): void {
  if (pkce === 'refused') must(verifier === undefined, 'no verifier');
  if (pkce !== 'S256') return;
  must(isVerifierOf(asked.get('code_challenge') ?? '', verifier), 'the verifier of the challenge');
}
