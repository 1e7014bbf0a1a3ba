/** One handler of the web's `Request` and `Response` that plays a scripted provider. */
import type { ReceivedRequest } from './received-request.ts';
import type { RunningProvider } from './run-provider.ts';
import type { Answer } from './scripted-provider.ts';

export type Handler = (request: Request) => Promise<Response>;

/** No provider answers with this status: it stands for a request that is not as the provider documents it. */
export const NOT_AS_DOCUMENTED = 599;

/**
 * Takes requests under the provider's own URLs, the browser's authorization request among them. `onViolation` gets
 * each request that is not as documented.
 */
export function handlerOf(running: RunningProvider, onViolation: (violation: string) => void): Handler {
  const authorizationPage = running.provider.authorization.at;
  return async (request) => {
    const { origin, host, pathname } = new URL(request.url);
    try {
      if (request.method === 'GET' && `${origin}${pathname}` === authorizationPage) {
        return new Response(null, {
          status: 302,
          headers: { location: running.authorize(new URL(request.url)) },
        });
      }
      return responseOf(running.answer(await receivedRequest(request)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      onViolation(`${request.method} ${host}${pathname}: ${reason}`);
      return new Response('not as documented', { status: NOT_AS_DOCUMENTED });
    }
  };
}

export async function receivedRequest(request: Request): Promise<ReceivedRequest> {
  const { host, pathname: path, searchParams: query } = new URL(request.url);
  const headers = Object.fromEntries(request.headers);
  return { method: request.method, host, path, query, headers, body: await request.text() };
}

/** Text goes out as bytes, since `Response` would give text a content type that the provider did not send. */
function responseOf({ status, headers, body }: Answer): Response {
  if (body === undefined) return new Response(null, { status, headers });
  if (typeof body !== 'string') return Response.json(body, { status, headers });
  return new Response(new TextEncoder().encode(body), { status, headers });
}
