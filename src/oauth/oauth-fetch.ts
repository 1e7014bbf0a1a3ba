import type { CustomFetchOptions } from 'oauth4webapi';
import { onlyWhatWeUse } from './dialects.ts';
import type { ParsedAnswer, TokenDialect } from './provider.ts';
import type { ProviderFetch } from './provider-fetch.ts';

/**
 * A `fetch` for oauth4webapi: it sends the request through the provider port and turns the answer into the form of RFC 6749
 * with the provider's dialect, so that oauth4webapi can process the answers of all providers.
 */
export function oauthFetch(fetch: ProviderFetch, dialect: TokenDialect | undefined) {
  return async (url: string, options: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const body = options.body == null ? undefined : String(options.body);
    const request = { url, method: options.method, headers: options.headers, body };
    const answer = await fetch(dialect?.request ? dialect.request(request) : request);
    const text = await answer.text();
    const original: ParsedAnswer = { status: answer.status, body: parse(text) ?? text };
    const spoken = translate(original, dialect);
    return typeof spoken.body === 'string'
      ? rebuild(spoken.status, spoken.body, answer.headers)
      : rebuild(spoken.status, JSON.stringify(spoken.body), answer.headers, dialect?.answer && JSON_TYPE);
  };
}

/** A dialect's answer is JSON, whatever Content-Type the provider sent. Without a dialect the provider's Content-Type is kept. */
const JSON_TYPE = 'application/json';

/** Applies the dialect. If the dialect throws, the original answer is processed instead. */
function translate(original: ParsedAnswer, dialect: TokenDialect | undefined): ParsedAnswer {
  try {
    return onlyWhatWeUse(dialect?.answer ? dialect.answer(original) : original);
  } catch {
    return original;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `WWW-Authenticate` is left out, so that oauth4webapi reads the error code of the body and not the challenge. */
function rebuild(status: number, text: string, original: Headers, type?: string): Response {
  const headers = new Headers({ 'content-type': type ?? original.get('content-type') ?? '' });
  const retryAfter = original.get('retry-after');
  if (retryAfter) headers.set('retry-after', retryAfter);
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : text, { status, headers });
}
