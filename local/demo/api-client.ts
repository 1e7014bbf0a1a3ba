/** A client of the HTTP API for one signed-in person. */
import type { z } from 'zod';
import type { DisconnectReceipt } from '../../src/contract/resources/receipt.ts';
import type { ConnectionList, ConnectionResource, StartedSession } from '../../src/contract/resources.ts';
import { walkConsent } from '../walk-sign-in.ts';

export interface Answer<Body> {
  status: number;
  body: Body;
}

type Started = z.infer<typeof StartedSession>;
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
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
  }

  start(
    workspace: string,
    body: { provider: string; label?: string; app?: string; apps?: string[] },
  ): Promise<Answer<Started>> {
    return this.request('POST', `/v1/workspaces/${workspace}/connect-sessions`, body);
  }

  complete(
    workspace: string,
    { session, handle }: Returned,
  ): Promise<Answer<z.infer<typeof ConnectionResource> & Problem>> {
    return this.request('POST', `/v1/workspaces/${workspace}/connect-sessions/${session}/complete`, {
      handle,
    });
  }

  connections(workspace: string): Promise<Answer<z.infer<typeof ConnectionList>>> {
    return this.request('GET', `/v1/workspaces/${workspace}/connections`);
  }

  disconnect(workspace: string, connectionId: string): Promise<Answer<DisconnectReceipt & Problem>> {
    return this.request('DELETE', `/v1/workspaces/${workspace}/connections/${connectionId}`);
  }
}

/** What the callback gives the consenting browser in the URL fragment. */
export interface Returned {
  session: string;
  handle: string;
}

/** Consents on the demo provider's pages. Returns session and handle from the fragment of the dashboard's URL. */
export async function consent(
  authorizationUrl: string,
  account: string,
  dashboardUrl: string,
): Promise<Returned> {
  const stopAt = (url: URL) => url.href.startsWith(`${dashboardUrl}/#`);
  const url = await walkConsent({ authorizationUrl, account, decision: 'Allow', stopAt });
  const fragment = new URLSearchParams(new URL(url).hash.slice(1));
  return { session: fragment.get('session') ?? '', handle: fragment.get('handle') ?? '' };
}
