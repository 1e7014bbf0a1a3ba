import type { CustomFetchOptions } from 'oauth4webapi';
import type { OAuthFacts, ParsedAnswer, TokenDialect } from './provider.ts';
import type { ProviderAnswer, ProviderFetch, ProviderRequest } from './provider-fetch.ts';
import { applied, spokenTokenAnswer } from './token-success.ts';

/** A `fetch` as oauth4webapi takes it. */
type OAuthFetch = (url: string, options: CustomFetchOptions<string, unknown>) => Promise<Response>;

/**
 * A `fetch` for oauth4webapi: it sends the request through the provider port and turns the answer into the form of the RFCs
 * with the provider's dialect, so that oauth4webapi can process the answers of all providers.
 */
export function oauthFetch(
  fetch: ProviderFetch,
  dialect: TokenDialect | undefined,
  names?: OAuthFacts['names'],
): OAuthFetch {
  return fetchIn(fetch, { dialect, names }, (original) => applied(dialect?.answer, original));
}

/** The same for a token endpoint, whose successes also lose what oauth4webapi would refuse beside good tokens. */
export function tokenEndpointFetch(fetch: ProviderFetch, facts: OAuthFacts): OAuthFetch {
  return fetchIn(fetch, facts, (original) => spokenTokenAnswer(original, facts));
}

function fetchIn(
  fetch: ProviderFetch,
  { dialect, names }: Pick<OAuthFacts, 'dialect' | 'names'>,
  translate: (original: ParsedAnswer) => ParsedAnswer,
): OAuthFetch {
  return async (url, options) => {
    const body = options.body == null ? undefined : String(options.body);
    const request = named(names, { url, method: options.method, headers: options.headers, body });
    const answer = await fetch(dialect?.request ? dialect.request(request) : request);
    const text = await answer.text();
    const spoken = translate({ status: answer.status, body: parse(text) ?? text });
    return typeof spoken.body === 'string'
      ? rebuild(spoken.status, spoken.body, answer.headers)
      : rebuild(spoken.status, JSON.stringify(spoken.body), answer.headers, dialect?.answer && JSON_TYPE);
  };
}

/** The form with the provider's name of the client id. */
function named(names: OAuthFacts['names'], request: ProviderRequest): ProviderRequest {
  if (!names?.clientId || request.body === undefined) return request;
  const fields = [...new URLSearchParams(request.body)].map(([name, value]): [string, string] => [
    name === 'client_id' ? (names.clientId ?? name) : name,
    value,
  ]);
  return { ...request, body: `${new URLSearchParams(fields)}` };
}

/** A dialect's answer is JSON, whatever Content-Type the provider sent. Without a dialect the provider's Content-Type is kept. */
const JSON_TYPE = 'application/json';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `WWW-Authenticate` is left out, so that oauth4webapi reads the error code of the body and not the challenge. */
function rebuild(status: number, text: string, original: ProviderAnswer['headers'], type?: string): Response {
  const headers = new Headers({ 'content-type': type ?? original.get('content-type') ?? '' });
  for (const name of ['retry-after', 'date']) {
    const value = original.get(name);
    // An empty field was sent, too.
    if (value !== null) headers.set(name, value);
  }
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : text, { status, headers });
}
