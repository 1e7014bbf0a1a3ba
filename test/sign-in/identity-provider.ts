/**
 * A real OpenID provider that behaves as another one is documented to: which parameters it takes, refuses or ignores, for which
 * audience its access tokens are, and what their header and claims look like. docs/sign-in.md names the documents.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Configuration, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';
import { openOidcStore } from '../../local/oidc-file-adapter.ts';
import { loadOidcKeys } from '../../local/oidc-keys.ts';
import { requestListener, sharedSettings } from '../../local/oidc-settings.ts';
import { PEOPLE } from '../../local/people.ts';

/** What is known when a token is issued. */
export interface Issuing {
  person: (typeof PEOPLE)[number];
  clientId: string;
  scope: string;
  audience: Audience;
}
export type Audience = string | readonly string[];

export interface Habits {
  /** A parameter of the authorization request that is answered with an error. */
  refuses?: { parameter: string; error: string };
  /** Parameters that are not even read. */
  ignores?: readonly string[];
  /** The audience of the access token for a request. Undefined: the token is opaque. */
  audienceOf(request: URLSearchParams): Audience | undefined;
  /** The header's `typ`. Absent: the header has none. */
  typ?: string;
  /** Claims beside `iss`, `sub`, `iat`, `exp` and `jti`. */
  claims(issuing: Issuing): Record<string, unknown>;
  /** Claims of ID tokens beside those of OpenID Connect. */
  idTokenClaims?(person: Issuing['person']): Record<string, unknown>;
  /** Cognito's endpoint wants `client_id` and `logout_uri`. Absent: RP-Initiated Logout of OpenID Connect. */
  signOut?: 'cognito' | 'none';
}

export interface Issued {
  access_token: string;
  id_token: string;
}

export interface StandIn {
  issuer: string;
  /** What the token endpoint answered. */
  issued: Issued[];
  close(): Promise<void>;
}

const BRAND = { name: 'Stand-in', tagline: 'It behaves as it is told.', theme: 'identity' } as const;
const keys = await loadOidcKeys('stand-in', undefined);

/** `pages` are the origins whose pages may ask for tokens; each has a redirect URI. */
export async function startStandIn(input: {
  habits: Habits;
  clientId: string;
  home: string;
}): Promise<StandIn> {
  const pages = [new URL(input.home).origin];
  const issued: Issued[] = [];
  const listener = (origin: string) => listenerOf(openProvider(origin, input, issued), input.habits);
  const { origin, close }: LoopbackServer = await listenOnLoopback(0, listener, { pages });
  return { issuer: origin, issued, close };
}

function openProvider(
  origin: string,
  input: { habits: Habits; clientId: string; home: string },
  issued: Issued[],
): Provider {
  const { habits, home } = input;
  const provider = new Provider(origin, {
    ...settingsOf(origin, input),
    adapter: openOidcStore(undefined),
  });
  provider.on('grant.success', (ctx) => issued.push(ctx.body as Issued));
  provider.use(async (ctx, next) => {
    if (ctx.path !== '/auth') return next();
    const request = new URLSearchParams(ctx.querystring);
    const { parameter, error } = habits.refuses ?? {};
    if (parameter !== undefined && request.has(parameter)) {
      const answer = new URLSearchParams({ error: error ?? '', state: request.get('state') ?? '' });
      return ctx.redirect(`${home}?${answer}`);
    }
    for (const name of habits.ignores ?? []) request.delete(name);
    ctx.querystring = request.toString();
    return next();
  });
  return provider;
}

function listenerOf(provider: Provider, habits: Habits) {
  const choices = PEOPLE.map(({ id, name }) => ({ id, name, hint: '' }));
  const interactions = { provider, brand: BRAND, choices, permission: () => undefined };
  return requestListener(interactions, async (request, response) =>
    habits.signOut === 'cognito' ? signOut(request, response, provider.issuer) : false,
  );
}

/** Cognito's `/logout`, which knows none of the parameters of OpenID Connect. */
async function signOut(request: IncomingMessage, response: ServerResponse, origin: string): Promise<boolean> {
  const { pathname, searchParams } = new URL(request.url ?? '/', origin);
  if (pathname !== '/logout') return false;
  const [client, to] = [searchParams.get('client_id'), searchParams.get('logout_uri')];
  if (client === null || to === null) response.writeHead(400).end('Required parameters missing');
  else response.writeHead(302, { location: to }).end();
  return true;
}

function settingsOf(
  origin: string,
  { habits, clientId, home }: { habits: Habits; clientId: string; home: string },
): Configuration {
  const shared = sharedSettings({ origin, cookiePrefix: 'stand_in', keys, brand: BRAND });
  return {
    ...shared,
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [home],
        post_logout_redirect_uris: [home],
      },
    ],
    scopes: ['openid'],
    extraParams: ['audience'],
    claims: { openid: ['sub', 'name', 'kind'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => accountOf(id, habits),
    loadExistingGrant: grantWhatIsAsked,
    ttl: { ...shared.ttl, AccessToken: 3600 },
    clientBasedCORS: () => true,
    ...(habits.signOut === 'cognito' && { discovery: { end_session_endpoint: `${origin}/logout` } }),
    formats: {
      customizers: { jwt: (_ctx, token, parts) => writeAs(habits, clientId, token as never, parts as never) },
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: habits.signOut === undefined, logoutSource: askWhetherToSignOut },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx) => {
          const audience = habits.audienceOf(new URLSearchParams(ctx.querystring));
          return audience === undefined ? [] : resourceOf(audience);
        },
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx) => ({
          scope: String(ctx.oidc.params?.scope ?? ctx.oidc.entities.AuthorizationCode?.scope ?? ''),
          audience: 'written by writeAs()',
          accessTokenTTL: 3600,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  };
}

function askWhetherToSignOut(ctx: KoaContextWithOIDC, form: string): void {
  const button = '<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>';
  ctx.body = `<!doctype html><link rel="icon" href="data:,">${form}${button}`;
}

function accountOf(id: string, { idTokenClaims }: Habits) {
  const person = PEOPLE.find((known) => known.id === id);
  if (person === undefined) return undefined;
  const claims = { sub: person.id, name: person.name, ...idTokenClaims?.(person) };
  return { accountId: id, claims: () => claims };
}

/** The library wants an absolute URI, and keeps it with the code: so the audience is written into one. */
const PREFIX = 'urn:stand-in:';
const resourceOf = (audience: Audience) =>
  PREFIX + Buffer.from(JSON.stringify(audience)).toString('base64url');
const audienceIn = (resource: string): Audience =>
  JSON.parse(Buffer.from(resource.slice(PREFIX.length), 'base64url').toString());

interface Token {
  accountId: string;
  scope?: string;
  resourceServer: { identifier(): string };
}

function writeAs(
  { typ, claims }: Habits,
  clientId: string,
  { accountId, scope = 'openid', resourceServer }: Token,
  parts: { header: object | undefined; payload: Record<string, unknown> },
): void {
  const person = PEOPLE.find(({ id }) => id === accountId);
  if (person === undefined) throw new Error('nobody signed in');
  const { iss, sub, iat, exp, jti, aud } = parts.payload;
  const audience = audienceIn(resourceServer.identifier());
  const written = { iss, sub, iat, exp, jti, ...claims({ person, clientId, scope, audience }) };
  parts.header = { typ };
  parts.payload = { aud };
  // The library insists on an `aud`, which Cognito does not write.
  Object.defineProperty(parts.payload, 'toJSON', { value: () => written });
}

/** Nobody is asked for consent. */
async function grantWhatIsAsked(ctx: KoaContextWithOIDC) {
  const { provider, client, session, params } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  const scope = String(params?.scope ?? '');
  grant.addOIDCScope('openid');
  for (const resource of [params?.resource ?? []].flat()) grant.addResourceScope(String(resource), scope);
  await grant.save();
  return grant;
}
