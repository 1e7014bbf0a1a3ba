import type { Answer } from './scripted-provider.ts';

/** RFC 6749 section 5.2. */
export function oauthError(status: number, error: string, description?: string): Answer {
  return { status, body: { error, ...(description !== undefined && { error_description: description }) } };
}

/** Status 429, with `Retry-After` in seconds. */
export function tooManyRequests(seconds: number, body?: unknown): Answer {
  return { status: 429, headers: { 'retry-after': `${seconds}` }, body };
}
