/** A client of the HTTP API for one signed-in person. */
import type { z } from 'zod';
import type { DisconnectReceipt } from '../../src/contract/resources/receipt.ts';
import type { ConnectionList, ConnectionResource, StartedSession } from '../../src/contract/resources.ts';
import { walkConsent } from '../walk-sign-in.ts';

export interface Answer<Body> {
  status: number;
  body: Body;
}

export type Started = z.infer<typeof StartedSession>;
export type Problem = { code: string; title: string };

export class ApiClient {
  readonly #origin: string;
  readonly #accessToken: string;

  constructor(origin: string, accessToken: string) {
    this.#origin = origin;
    this.#accessToken = accessToken;
  }

  async request<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    const response = await fetch(`${this.#origin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#accessToken}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = /^application\/(problem\+)?json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      body: (isJson && text !== '' ? JSON.parse(text) : text || undefined) as Body,
    };
  }

  start(
    workspace: string,
    body: { provider: string; label?: string; app?: string; apps?: string[] },
  ): Promise<Answer<Started>> {
    return this.request('POST', `/v1/workspaces/${workspace}/connect-sessions`, body);
  }

  complete(
    workspace: string,
    { session, ...completion }: Returned,
  ): Promise<Answer<z.infer<typeof ConnectionResource> & Problem>> {
    const path = `/v1/workspaces/${workspace}/connect-sessions/${session}/complete`;
    return this.request('POST', path, completion);
  }

  connections(workspace: string): Promise<Answer<z.infer<typeof ConnectionList>>> {
    return this.request('GET', `/v1/workspaces/${workspace}/connections`);
  }

  disconnect(workspace: string, connectionId: string): Promise<Answer<DisconnectReceipt & Problem>> {
    return this.request('DELETE', `/v1/workspaces/${workspace}/connections/${connectionId}`);
  }
}

/** What completes a consent: of the start, and out of the fragment to which the callback redirected. */
export interface Returned {
  session: string;
  completionSecret: string;
  provider: string;
  owner: string;
  /** The raw query of the provider's redirect. */
  query: string;
}

/** What the fragment of this URL of the dashboard says. */
export function answerIn(url: string): Pick<Returned, 'provider' | 'owner' | 'query'> {
  const fragment = new URLSearchParams(new URL(url).hash.slice(1));
  return {
    provider: fragment.get('provider') ?? '',
    owner: fragment.get('owner') ?? '',
    query: Buffer.from(fragment.get('query') ?? '', 'base64url').toString(),
  };
}

/** Consents on the demo provider's pages, and returns what completes the consent. */
export async function consent(
  { id, completionSecret, authorizationUrl }: Started,
  account: string,
  dashboardUrl: string,
): Promise<Returned> {
  const stopAt = (url: URL) => url.href.startsWith(`${dashboardUrl}/#`);
  const url = await walkConsent({ authorizationUrl, account, decision: 'Allow', stopAt });
  return { session: id, completionSecret, ...answerIn(url) };
}
