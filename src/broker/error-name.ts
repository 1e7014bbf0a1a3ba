import { Problem } from './errors.ts';

/** What a log line may hold of an error: names and codes. A message can quote what was sent. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause instanceof Error ? ` < ${error.cause.name}` : '';
  return `${error.name}${error instanceof Problem ? `(${error.code})` : ''}${cause}`;
}
