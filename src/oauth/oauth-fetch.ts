import type { CustomFetchOptions } from 'oauth4webapi';
import type { TokenDialect } from './provider.ts';
import type { ProviderFetch } from './provider-fetch.ts';

/**
 * The `fetch` that oauth4webapi is given: reaches the provider through the port and turns its answer into RFC 6749 form
 * by the provider's dialect, so that one processor judges all providers.
 */
export function oauthFetch(fetch: ProviderFetch, dialect: TokenDialect | undefined) {
  return async (url: string, options: CustomFetchOptions<string, unknown>): Promise<Response> => {
    const body = options.body == null ? undefined : String(options.body);
    const answer = await fetch({ url, method: options.method, headers: options.headers, body });
    const text = await answer.text();
    const json = parse(text);
    if (json === undefined) return rebuild(answer.status, text, answer.headers);
    const spoken = dialect
      ? dialect({ status: answer.status, body: json })
      : { status: answer.status, body: json };
    return rebuild(spoken.status, JSON.stringify(spoken.body), answer.headers);
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without `WWW-Authenticate`, so that the body's error code is judged and not the challenge beside it. */
function rebuild(status: number, text: string, original: Headers): Response {
  const headers = new Headers({ 'content-type': original.get('content-type') ?? '' });
  const retryAfter = original.get('retry-after');
  if (retryAfter) headers.set('retry-after', retryAfter);
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : text, { status, headers });
}
