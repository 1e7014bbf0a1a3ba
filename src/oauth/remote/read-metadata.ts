/** Reads one metadata document. */
import { record } from '../dialects.ts';
import { OAUTH_LIMITS } from '../limits.ts';
import type { ProviderFetch } from '../provider-fetch.ts';

/**
 * The members of the document. Undefined: there is none, since the answer is not 200 or no JSON object; a redirect is not
 * followed. Rejects like `fetch`, and for a document that is too large.
 */
export async function readMetadata(
  fetch: ProviderFetch,
  url: string,
): Promise<Record<string, unknown> | undefined> {
  const response = await fetch({
    url,
    method: 'GET',
    headers: { accept: 'application/json' },
    sizeLimit: OAUTH_LIMITS.metadata,
  });
  if (response.status !== 200) return undefined;
  try {
    return record(JSON.parse(await response.text()));
  } catch {
    return undefined;
  }
}

/** A text of a document, or undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts of a list, or undefined where there is no list. */
export function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}
