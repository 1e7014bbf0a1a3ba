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
  const results: Result[] = [];
  let state: unknown;
  for (const { method, url, headers, body, follow, withState } of requests) {
    const init: RequestInit = { method, headers, redirect: follow ? 'follow' : 'manual' };
    if (body !== null) init.body = withState ? stated(body, state) : body;
    const result = await settledResponse(playing, async () => {
      const response = await fetch(url, init);
      note(playing, response);
      const bytes = Buffer.from(await response.arrayBuffer());
      state = stateIn(bytes);
      const { status, statusText } = response;
      const headersOf = [...response.headers] as [string, string][];
      return { status, statusText, headers: headersOf, url: response.url, body: bytes.toString('base64') };
    });
    results.push(result);
  }
  return results;
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
