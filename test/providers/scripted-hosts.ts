/**
 * Stand-ins for providers' real hosts. The provider's own endpoints are constants, so it is the fetch that brings their
 * requests here: any host that a definition names and that has no stand-in is an error, as a wrong one would be.
 */
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';
import type { ProviderFetch } from '../../src/oauth/provider-fetch.ts';
import { egress, type Recorded, type Scripted } from '../oauth/scripted-provider.ts';

export interface HostRequest extends Recorded {
  host: string;
}
export type Host = (request: HostRequest) => Scripted;

export interface ScriptedHosts {
  fetch: ProviderFetch;
  /** What arrived, in order. */
  requests: HostRequest[];
}

/** Runs until the test ends. */
export async function scriptedHosts(hosts: Record<string, Host>): Promise<ScriptedHosts> {
  const requests: HostRequest[] = [];
  const server = await listenOnLoopback(0, () => async (incoming, response) => {
    const [, host = '', path = ''] = /^\/([^/]+)(.*)$/.exec(incoming.url ?? '') ?? [];
    const { method = '', headers } = incoming;
    const request = { method, host, path, headers, body: await text(incoming) };
    requests.push(request);
    const { status = 200, headers: sent = {}, body = '' } = hosts[host]?.(request) ?? { status: 421 };
    response.writeHead(status, sent).end(body);
  });
  onTestFinished(server.close);
  const send = egress();
  const fetch: ProviderFetch = (request) => {
    const { protocol, host, pathname, search } = new URL(request.url);
    if (protocol !== 'https:' || !Object.hasOwn(hosts, host))
      throw new Error(`${request.url} is none of the provider’s hosts`);
    return send({ ...request, url: `${server.origin}/${host}${pathname}${search}` });
  };
  return { fetch, requests };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Scripted {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** The headers that a definition decides on, without those of HTTP itself. */
export function chosenHeaders({ headers }: Recorded): Record<string, unknown> {
  const { host, connection, 'content-length': length, 'accept-encoding': encoding, ...chosen } = headers;
  return chosen;
}

export function formOf({ body }: Recorded): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}
