import type { ProblemText } from '../api/api-problem.ts';

/** A message at the top of the page. It stays until the person dismisses it or another message replaces it. */
export interface Notice {
  tone: 'good' | 'info' | 'bad';
  title: string;
  text?: string;
  correlationId?: string;
}

export function problemNotice({ title, detail, correlationId }: ProblemText): Notice {
  return { tone: 'bad', title, text: detail, ...(correlationId === undefined ? {} : { correlationId }) };
}
