/** Sends requests as the transport of an MCP client does, one after another. */
import type { FetchLike } from '../../client/src/index.ts';
import { note, type Result, settledResponse } from './results.ts';
import type { Playing } from './started-case.ts';

interface TransportRequest {
  method: string;
  url: string;
  headers: [string, string][];
  body: string | null;
  follow?: boolean;
  withState?: boolean;
}

/** One result for each request. */
export async function sendAll(
  playing: Playing,
  fetch: FetchLike,
  requests: TransportRequest[],
): Promise<Result[]> {
  const send = sender(playing, fetch);
  if (playing.call.together) return Promise.all(requests.map(send));
  const results: Result[] = [];
  for (const request of requests) results.push(await send(request));
  return results;
}

function sender(playing: Playing, fetch: FetchLike): (request: TransportRequest) => Promise<Result> {
  let state: unknown;
  return ({ method, url, headers, body, follow, withState }) => {
    const init: RequestInit = { method, headers, redirect: follow ? 'follow' : 'manual' };
    if (body !== null) init.body = withState ? stated(body, state) : body;
    return settledResponse(playing, async () => {
      const response = await fetch(url, init);
      note(playing, response);
      const bytes = Buffer.from(await response.arrayBuffer());
      state = stateIn(bytes);
      const { status, statusText, url: shownUrl } = response;
      const shown = { status, statusText, headers: [...response.headers], url: shownUrl };
      return { ...shown, body: bytes.toString('base64') };
    });
  };
}

function stated(body: string, requestState: unknown): string {
  const message = JSON.parse(body);
  return JSON.stringify({ ...message, params: { ...message.params, requestState } });
}

function stateIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()).result.requestState;
  } catch {
    return undefined;
  }
}
