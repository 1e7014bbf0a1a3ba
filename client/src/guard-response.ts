/** Checks a server's response and builds the response that the transport gets. */
import type { AnswerSecrets } from './answer-secrets.ts';
import { refuseUndecoded } from './content-encoding.ts';
import type { Deadline } from './deadline.ts';
import { ResponseRefused } from './errors.ts';
import { guardedBody } from './guarded-body.ts';
import { headersToReturn } from './response-headers.ts';
import { createScrubber, scrubText } from './scrub-bytes.ts';

/** What the checks of one response need. */
export interface ResponseGuards {
  /** Those of this request, and of other ones. */
  secrets: AnswerSecrets;
  deadline: Deadline;
  maxBytes: number;
  isListening: boolean;
  /** The URL without injected query parameters. */
  shownUrl: string;
  onLeak: () => void;
}

/** Null body statuses of the Fetch standard. */
const WITHOUT_BODY = [204, 205, 304];

/** The response without the token and without dropped headers. Rejects with {@link ResponseRefused}. */
export async function guardResponse(response: Response, guards: ResponseGuards): Promise<Response> {
  await refuseRedirect(response);
  refuseUndecoded(response);
  const { secrets, deadline, maxBytes, isListening, shownUrl } = guards;
  const onLeak = once(guards.onLeak);
  const headers = headersToReturn(response.headers, secrets, onLeak);
  const { status, body } = response;
  const hasBody = body !== null && !WITHOUT_BODY.includes(status);
  if (!hasBody) deadline.clear();
  const scrubber = createScrubber({
    get patterns() {
      return secrets.patterns;
    },
    onFound: onLeak,
  });
  const guarded = new Response(
    hasBody ? guardedBody(body, { scrubber, maxBytes, deadline, isListening }) : null,
    {
      status,
      headers,
      statusText: scrubText(response.statusText, { patterns: secrets.patterns, onFound: onLeak }),
    },
  );
  return Object.defineProperty(guarded, 'url', { value: shownUrl });
}

/**
 * No redirect is followed. The token is only for the checked address, and fetch does not remove every header that could
 * hold a token when it follows a redirect to another host (T147).
 */
async function refuseRedirect({ status, type, body }: Response): Promise<void> {
  const isRedirect = type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);
  if (!isRedirect) return;
  await body?.cancel();
  throw new ResponseRefused('redirect', status);
}

function once(call: () => void): () => void {
  let called = false;
  return () => {
    if (!called) call();
    called = true;
  };
}
