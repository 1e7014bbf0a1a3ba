import type { ProblemExtensions } from '../../../src/contract/problems.ts';
import { withoutMarks } from '../words/plain-text.ts';

/** The parts of a problem (RFC 9457) that the page shows. */
export interface ProblemText {
  title: string;
  detail: string;
  code?: string;
  /** The id of the log entry that has the cause. */
  correlationId?: string;
  /** Members beyond those of RFC 9457, where a person can act on them. */
  more?: ProblemExtensions;
}

export class ApiProblem extends Error {
  readonly text: ProblemText;
  /** The gateway or the API did not take the access token. */
  readonly isUnauthenticated: boolean;

  constructor(text: ProblemText, isUnauthenticated = false) {
    super(text.title);
    this.text = text;
    this.isUnauthenticated = isUnauthenticated;
  }

  /** Absent: no service answered, or what answered was none of ours. */
  get code(): string | undefined {
    return this.text.code;
  }
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const { title, detail, code, correlationId, ...more } = (body ?? {}) as Record<string, unknown>;
  const text = {
    title: typeof title === 'string' ? title : 'This did not work',
    detail:
      typeof detail === 'string'
        ? withoutMarks(detail)
        : `The service answered with status ${response.status}.`,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof correlationId === 'string' ? { correlationId } : {}),
    // Our own API answers by its contract where it gives a code.
    ...(typeof code === 'string' ? { more: { ...(more as ProblemExtensions), ...waitIn(response) } } : {}),
  };
  return new ApiProblem(text, response.status === 401);
}

/** `Retry-After` in seconds (RFC 9110 section 10.2.3). */
function waitIn({ headers }: Response): { retryAfter?: number } {
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  return retryAfter > 0 ? { retryAfter } : {};
}

/** The words for any error: the API's own for a problem, general ones for a fault of this page. */
export function problemText(error: unknown): ProblemText {
  if (error instanceof ApiProblem) return error.text;
  return {
    title: 'This did not work',
    detail: 'This page has a fault. Reload the page and try again.',
  };
}
