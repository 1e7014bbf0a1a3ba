/** RFC 9457: what the API says when something does not work. */
export interface ProblemText {
  title: string;
  detail: string;
  code?: string;
  /** Finds the cause in the service's log. */
  correlationId?: string;
}

export class ApiProblem extends Error {
  readonly text: ProblemText;
  constructor(text: ProblemText) {
    super(text.title);
    this.text = text;
  }
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const { title, detail, code, correlationId } = (body ?? {}) as Record<string, unknown>;
  return new ApiProblem({
    title: typeof title === 'string' ? title : 'This did not work',
    detail: typeof detail === 'string' ? detail : `The service answered with status ${response.status}.`,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof correlationId === 'string' ? { correlationId } : {}),
  });
}

/** For whatever was thrown. */
export function problemText(error: unknown): ProblemText {
  if (error instanceof ApiProblem) return error.text;
  return {
    title: 'This did not work',
    detail: 'Something went wrong on this page. Reload it and try again.',
  };
}
