import type { CustomFetchOptions } from 'oauth4webapi';
import { onlyWhatWeUse } from './dialects.ts';
import type { SpokenAnswer, TokenDialect } from './provider.ts';
import type { ProviderFetch } from './provider-fetch.ts';

/**
 * The `fetch` that oauth4webapi is given: reaches the provider through the port and turns its answer into RFC 6749 form
 * by the provider's dialect, so that one processor judges all providers.
 */
export function oauthFetch(fetch: ProviderFetch, dialect: TokenDialect | undefined) {
  return async (url: string, options: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const body = options.body == null ? undefined : String(options.body);
    const request = { url, method: options.method, headers: options.headers, body };
    const answer = await fetch(dialect?.request ? dialect.request(request) : request);
    const text = await answer.text();
    const heard: SpokenAnswer = { status: answer.status, body: parse(text) ?? text };
    const spoken = understand(heard, dialect);
    return typeof spoken.body === 'string'
      ? rebuild(spoken.status, spoken.body, answer.headers)
      : rebuild(spoken.status, JSON.stringify(spoken.body), answer.headers, dialect?.answer && JSON_TYPE);
  };
}

/** What a dialect has read is JSON, however its provider labels it; without one the label counts. */
const JSON_TYPE = 'application/json';

/** A dialect meets whatever a provider sends; one that it cannot read stays as it came, and is judged so. */
function understand(heard: SpokenAnswer, dialect: TokenDialect | undefined): SpokenAnswer {
  try {
    return onlyWhatWeUse(dialect?.answer ? dialect.answer(heard) : heard);
  } catch {
    return heard;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without `WWW-Authenticate`, so that the body's error code is judged and not the challenge beside it. */
function rebuild(status: number, text: string, original: Headers, type?: string): Response {
  const headers = new Headers({ 'content-type': type ?? original.get('content-type') ?? '' });
  const retryAfter = original.get('retry-after');
  if (retryAfter) headers.set('retry-after', retryAfter);
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : text, { status, headers });
}
