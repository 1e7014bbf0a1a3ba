/** Lambda's Invoke API for the deployed functions, for which moto would want Docker. All else is asked of moto. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { type LoopbackServer, listenOnLoopback } from '../../local/listen-on-loopback.ts';

export type Invoke = (functionName: string, event: unknown) => Promise<unknown>;

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations/;

export function startInvokeEndpoint(moto: string, invoke: Invoke): Promise<LoopbackServer> {
  return listenOnLoopback(0, () => async (request, response) => {
    const name = PATH.exec(request.url ?? '')?.[1];
    if (name === undefined) return ask(moto, request, response);
    try {
      const answer = await invoke(decodeURIComponent(name), await json(request));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } catch (error) {
      const message = error instanceof Error ? error.message : 'failed';
      // Lambda answers 200 with this header when a function throws.
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end(JSON.stringify({ message }));
    }
  });
}

async function ask(moto: string, { url, headers }: IncomingMessage, response: ServerResponse) {
  const { authorization = '' } = headers;
  const answer = await fetch(new URL(url ?? '/', moto), { headers: { authorization } });
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
}
