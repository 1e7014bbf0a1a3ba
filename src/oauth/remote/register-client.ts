/** Registers a client at an authorization server, and ends the registration (RFC 7591, RFC 7592). */
import { allowInsecureRequests, customFetch, dynamicClientRegistrationRequest } from 'oauth4webapi';
import { CLIENT_ID, CLIENT_SECRET } from '../../contract/identifiers.ts';
import { CLIENT_METHODS, type ClientMethod } from '../../contract/servers/remote-grammar.ts';
import { Secret } from '../../vault/secret.ts';
import { carried } from '../carried-token.ts';
import { record } from '../dialects.ts';
import { OAUTH_LIMITS } from '../limits.ts';
import { oauthFetch } from '../oauth-fetch.ts';
import type { ProviderFetch } from '../provider-fetch.ts';
import { TellableError, throwTellable } from '../tellable-error.ts';
import { CLIENT_NAME } from './client-document.ts';
import { textOf, textsOf } from './read-metadata.ts';

/** What the authorization server registered, by its answer and not by our request. */
export interface RegisteredClient {
  clientId: string;
  method: ClientMethod;
  /** Absent for `none`. */
  clientSecret?: Secret;
  /** Milliseconds since the epoch. Absent: it does not expire. */
  secretExpiresAt?: number;
  /** RFC 7592. It is at the origin of the registration endpoint. */
  configurationEndpoint?: string;
  registrationToken?: Secret;
}

/** `refused`: the server takes no client of ours. `unusable`: it answered what no client can be. */
export class RegistrationFailed extends TellableError {
  readonly kind: 'refused' | 'unusable';

  constructor(kind: 'refused' | 'unusable') {
    super(`registration ${kind}`);
    this.name = 'RegistrationFailed';
    this.kind = kind;
  }
}

interface Registration {
  registrationEndpoint: string;
  redirectUri: string;
  /** The methods that the server lists and the broker can use. The first one is asked for. */
  methods: readonly ClientMethod[];
  issuer: string;
}

/**
 * Registers a client with one redirect URI. Throws {@link RegistrationFailed}; rejects like `fetch` if there is no answer, and
 * for a 5xx with TellableError.
 */
export async function registerClient(
  fetch: ProviderFetch,
  { registrationEndpoint, redirectUri, methods, issuer }: Registration,
): Promise<RegisteredClient> {
  const [method] = methods;
  if (!method) throw new RegistrationFailed('unusable');
  const server = { issuer, registration_endpoint: registrationEndpoint };
  const response = await dynamicClientRegistrationRequest(
    server,
    {
      client_name: CLIENT_NAME,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: method,
      application_type: applicationType(redirectUri),
    },
    // The egress alone decides whether http is allowed.
    { [customFetch]: oauthFetch(limited(fetch), undefined), [allowInsecureRequests]: true },
  ).catch(throwTellable);
  if (response.status >= 500 || response.status === 429)
    throw new TellableError('registration answered with an error');
  // RFC 7591 says 201, and several servers answer 200.
  if (response.status !== 201 && response.status !== 200) throw new RegistrationFailed('refused');
  return clientIn(record(await response.json().catch(() => undefined)) ?? {}, {
    registrationEndpoint,
    redirectUri,
    asked: method,
    methods,
  });
}

/** Ends a registration (RFC 7592 section 2.3). Whatever the answer, nothing else can be done. Never rejects. */
export async function unregisterClient(
  fetch: ProviderFetch,
  { configurationEndpoint, registrationToken }: { configurationEndpoint: string; registrationToken: Secret },
): Promise<boolean> {
  const headers = { accept: 'application/json', authorization: `Bearer ${registrationToken.reveal()}` };
  const answer = await fetch({ url: configurationEndpoint, method: 'DELETE', headers }).catch(
    () => undefined,
  );
  return answer?.status === 204 || answer?.status === 200;
}

/** OpenID Connect Dynamic Client Registration section 2: a loopback redirect URI is that of a native client. */
function applicationType(redirectUri: string): 'web' | 'native' {
  return new URL(redirectUri).protocol === 'https:' ? 'web' : 'native';
}

function limited(fetch: ProviderFetch): ProviderFetch {
  return (request) => fetch({ ...request, sizeLimit: OAUTH_LIMITS.metadata });
}

interface Asked {
  registrationEndpoint: string;
  redirectUri: string;
  asked: ClientMethod;
  methods: readonly ClientMethod[];
}

/** RFC 7591 section 3.2.1: the server may answer other values than those that were asked for (T198). */
function clientIn(answer: Record<string, unknown>, asked: Asked): RegisteredClient {
  const clientId = textOf(answer.client_id);
  const method = methodIn(answer, asked);
  const clientSecret = secretIn(answer.client_secret);
  const uris = answer.redirect_uris === undefined ? [asked.redirectUri] : textsOf(answer.redirect_uris);
  const isOurs = uris?.length === 1 && uris[0] === asked.redirectUri;
  const isUsable = clientId !== undefined && CLIENT_ID.test(clientId) && isOurs && method !== undefined;
  if (!isUsable || (method !== 'none' && !clientSecret)) throw new RegistrationFailed('unusable');
  return {
    clientId,
    method,
    ...(method !== 'none' && { clientSecret, ...expiryIn(answer.client_secret_expires_at) }),
    ...configurationIn(answer, asked.registrationEndpoint),
  } as RegisteredClient;
}

/** Undefined: one that the server does not list, or that the broker cannot use. */
function methodIn(answer: Record<string, unknown>, { asked, methods }: Asked): ClientMethod | undefined {
  const { token_endpoint_auth_method: answered } = answer;
  const method = answered === undefined || answered === null ? asked : answered;
  return CLIENT_METHODS.find((each) => each === method && methods.includes(each));
}

/** An empty secret is none. */
function secretIn(value: unknown): Secret | undefined {
  const isSecret = typeof value === 'string' && CLIENT_SECRET.test(value);
  return isSecret ? new Secret(value) : undefined;
}

/** Seconds since the epoch; 0: it does not expire. */
function expiryIn(value: unknown): { secretExpiresAt?: number } {
  const isTime = typeof value === 'number' && Number.isSafeInteger(value * 1_000) && value > 0;
  return isTime ? { secretExpiresAt: Math.floor(value) * 1_000 } : {};
}

/** The registration access token goes to the origin that issued it, and nowhere else (T199). */
function configurationIn(answer: Record<string, unknown>, registrationEndpoint: string) {
  const url = URL.parse(textOf(answer.registration_client_uri) ?? '');
  const token = carried(answer.registration_access_token);
  const isSame = url?.origin === new URL(registrationEndpoint).origin && !url.username && !url.password;
  if (!isSame || url === undefined || url === null || token === undefined) return {};
  return { configurationEndpoint: url.href, registrationToken: new Secret(token) };
}
