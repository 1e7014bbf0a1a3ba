/** Runs a scripted provider for one client and one person: it answers requests as the provider’s file says. */
import { callbackUrl, checkAuthorizationRequest } from './authorization-endpoint.ts';
import { IssuedTokens, type KeptTokens } from './issued-tokens.ts';
import { must, type ReceivedRequest } from './received-request.ts';
import type { Answer, Endpoint, ScriptedClient, ScriptedProvider, Session } from './scripted-provider.ts';
import { answerTokenRequest } from './token-endpoint.ts';

export interface RunningProvider {
  provider: ScriptedProvider;
  /**
   * The person's browser at the authorization URL. Returns the URL that the provider redirects to, and throws when the
   * authorization request is not as documented.
   */
  authorize(url: URL): string;
  /** Every other request. Throws when the request is not as documented. */
  answer(request: ReceivedRequest): Answer;
  /** Whether the provider's API takes this access token now. */
  isLive(accessToken: string): boolean;
  /** Whether this is a code or a token of this grant. */
  knows(text: string): boolean;
  /** Whether any token still works. */
  isGranted(): boolean;
  /** What a later run goes on with. */
  kept(): KeptSession;
  /** The grant ends at the provider, as when the person removes the app on the provider's own page. */
  endGrant(): void;
  /** All access tokens run out at the provider; the refresh token works as before. */
  expireAccess(): void;
  /** The next token request is throttled, or meets a fault, in the provider's own words. */
  throttleOnce(): void;
  /** The next token request is answered as one of a wrong client, in the provider's own words. */
  refuseClientOnce(): void;
}

/** What a grant was asked for, and its tokens, as JSON. */
export interface KeptSession {
  /** The query of the authorization request. */
  asked: string;
  tokens: KeptTokens;
}

/** `kept` is what an earlier run left. `now` is the provider's clock, in milliseconds. */
export function runProvider(
  provider: ScriptedProvider,
  client: ScriptedClient,
  kept?: KeptSession,
  now: () => number = Date.now,
): RunningProvider {
  const session: Session = {
    client: { ...client, idName: provider.clientIdName },
    tokens: new IssuedTokens(provider.tokens, kept?.tokens),
    asked: new URLSearchParams(kept?.asked),
  };
  const { authorization, token } = provider;
  const { takeFault, ...faults } = faultsOf(provider);
  const endpoints: Record<string, Endpoint> = {
    ...endpointsOf(provider, client),
    ...Object.fromEntries(
      tokenRoutesOf(provider).map((route) => [
        route,
        (request) => answerTokenRequest(provider, session, request, takeFault),
      ]),
    ),
  };
  return {
    provider,
    authorize(url) {
      checkAuthorizationRequest(url, session.client, authorization);
      session.asked = url.searchParams;
      const parameters = { ...authorization.callback, code: session.tokens.newCode() };
      return callbackUrl(session.asked, client, { parameters, proof: authorization.proof, now: now() });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      const endpoint = endpoints[route];
      must(endpoint, route);
      return endpoint(request, session);
    },
    isLive: (accessToken) => session.tokens.isAccessLive(accessToken),
    knows: (text) => session.tokens.knows(text),
    isGranted: () =>
      session.tokens.hasAccess() || (token.refresh !== undefined && session.tokens.isRefreshable()),
    kept: () => ({ asked: session.asked.toString(), tokens: session.tokens.kept() }),
    endGrant: () => session.tokens.endGrant(),
    expireAccess: () => session.tokens.expireAccess(),
    ...faults,
  };
}

/** Hosts that answer requests. The host of the authorization URL is visited by browsers alone. */
export function hostsOf(provider: ScriptedProvider): string[] {
  const routes = routesOf(provider);
  return [...new Set(routes.map((route) => route.slice(route.indexOf(' ') + 1).split('/')[0] ?? ''))];
}

/** Requests that are answered, as `METHOD host/path`. `{client_id}` stands for a client's id. */
export function routesOf({ token, endpoints }: ScriptedProvider): string[] {
  return [...tokenRoutesOf({ token }), ...Object.keys(endpoints ?? {})];
}

function tokenRoutesOf({ token }: Pick<ScriptedProvider, 'token'>): string[] {
  return token.refreshAt ? [token.at, token.refreshAt.at] : [token.at];
}

/** By `METHOD host/path` of this client. */
function endpointsOf({ endpoints = {} }: ScriptedProvider, { clientId }: ScriptedClient) {
  return Object.fromEntries(
    Object.entries(endpoints).map(([route, endpoint]) => [
      route.replace('{client_id}', encodeURIComponent(clientId)),
      endpoint,
    ]),
  );
}

/** What the next token request gets instead of tokens. */
function faultsOf({ provider, token }: ScriptedProvider) {
  const { refresh, wrongClient } = token;
  let fault: Answer | undefined;
  return {
    takeFault() {
      const taken = fault;
      fault = undefined;
      return taken;
    },
    throttleOnce() {
      if (!refresh) throw new Error(`${provider} has no refresh tokens to be throttled`);
      fault = refresh.throttled;
    },
    refuseClientOnce() {
      fault = refresh?.refusedClient ?? wrongClient;
    },
  };
}
