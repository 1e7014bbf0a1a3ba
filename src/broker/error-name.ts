import { Problem } from './errors.ts';

/** The part of an error that may be logged: names and codes. A message could quote a secret that was sent. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause instanceof Error ? ` < ${error.cause.name}` : '';
  return `${error.name}${error instanceof Problem ? `(${error.code})` : ''}${cause}`;
}
