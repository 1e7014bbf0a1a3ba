/** A client for the part of the HTTP API that the page uses. The types come from the contract. */
import type { z } from 'zod';
import type { DisconnectReceipt } from '../../src/contract/resources/receipt.ts';
import type {
  ActivityPage,
  ActivityResource,
  CallCounts,
  CallPage,
  CallResource,
  CompleteBody,
  ConnectionList,
  ConnectionResource,
  KnownServer,
  KnownServerList,
  McpServerBody,
  McpServerList,
  McpServerResource,
  OAuthAppAnswer,
  OAuthAppBody,
  ProviderList,
  ProviderResource,
  RefreshAnswer,
  StartBody,
  StartedSession,
} from '../../src/contract/resources.ts';
import { ApiProblem, problemOf } from './api-problem.ts';

export type Connection = ConnectionResource;
export type Provider = z.infer<typeof ProviderResource>;
export type Server = z.infer<typeof McpServerResource>;
/** How a remote MCP server is authorized that has an authorization server of its own. */
export type RemoteAuthorization = NonNullable<Server['authorization']>;
export type RemoteServer = Server & { authorization: RemoteAuthorization };
export type Known = z.infer<typeof KnownServer>;
export type Activity = z.infer<typeof ActivityResource>;
export type Call = z.infer<typeof CallResource>;
export type DayOfCalls = z.infer<typeof CallCounts>;
export type Receipt = DisconnectReceipt;
export type RefreshResult = z.infer<typeof RefreshAnswer>;
/** The redirect URI to register at the provider, and the workspace's own OAuth app if it has one. */
export type OwnApp = z.infer<typeof OAuthAppAnswer>;
export type StartRequest = z.infer<typeof StartBody>;
export type CompleteRequest = z.infer<typeof CompleteBody>;

/** What a list of calls is narrowed to. */
export interface CallFilter {
  server?: string | undefined;
  outcome?: Call['outcome'] | undefined;
  mine?: boolean;
  /** `YYYY-MM-DD`, in UTC. Absent: the last seven days. */
  day?: string | undefined;
}

/** Parts of an export that are joined at most: 100,000 rows, or fewer where the rows are long or a filter matches few of them. */
const EXPORT_PARTS = 20;

export interface ApiSettings {
  origin: string;
  accessToken: string;
  /** Called when the API does not accept the access token any more. */
  onUnauthenticated: () => void;
}

export class Api {
  readonly #settings: ApiSettings;

  constructor(settings: ApiSettings) {
    this.#settings = settings;
  }

  /** The catalogue, with the verified OAuth apps that this workspace may use. */
  async providers(workspace: string): Promise<Provider[]> {
    const path = `/v1/providers?workspace=${encodeURIComponent(workspace)}`;
    return (await this.#call<z.infer<typeof ProviderList>>('GET', path)).providers;
  }

  async connections(workspace: string): Promise<Connection[]> {
    const path = `${inWorkspace(workspace)}/connections`;
    return (await this.#call<z.infer<typeof ConnectionList>>('GET', path)).connections;
  }

  async servers(workspace: string): Promise<Server[]> {
    const path = `${inWorkspace(workspace)}/mcp-servers`;
    return (await this.#call<z.infer<typeof McpServerList>>('GET', path)).servers;
  }

  /** The remote MCP servers that the catalogue knows. */
  async knownServers(): Promise<Known[]> {
    return (await this.#call<z.infer<typeof KnownServerList>>('GET', '/v1/known-servers')).servers;
  }

  /** Registers an MCP server of the workspace. A remote one needs its `url` alone. */
  putServer(workspace: string, id: string, body: z.infer<typeof McpServerBody>): Promise<Server> {
    return this.#call('PUT', `${inWorkspace(workspace)}/mcp-servers/${encodeURIComponent(id)}`, body);
  }

  /** The record of one call of an MCP server. */
  call(workspace: string, operationId: string): Promise<Call> {
    return this.#call('GET', `${inWorkspace(workspace)}/calls/${encodeURIComponent(operationId)}`);
  }

  activity(workspace: string, cursor?: string): Promise<z.infer<typeof ActivityPage>> {
    const more = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    return this.#call('GET', `${inWorkspace(workspace)}/activity?limit=20${more}`);
  }

  calls(workspace: string, filter: CallFilter, cursor?: string): Promise<z.infer<typeof CallPage>> {
    const query = callQuery(filter);
    query.set('limit', '20');
    if (cursor !== undefined) query.set('cursor', cursor);
    return this.#call('GET', `${inWorkspace(workspace)}/calls?${query}`);
  }

  /** The counts of a day, or of today. */
  callCounts(workspace: string, day?: string): Promise<DayOfCalls> {
    const query = day === undefined ? '' : `?${new URLSearchParams({ day })}`;
    return this.#call('GET', `${inWorkspace(workspace)}/call-counts${query}`);
  }

  /** The calls as one CSV file, out of its parts. `isWhole` is false if there were too many parts. */
  async exportCalls(workspace: string, filter: CallFilter): Promise<{ file: Blob; isWhole: boolean }> {
    const parts: Blob[] = [];
    let path: string | undefined = `${inWorkspace(workspace)}/calls.csv?${callQuery(filter)}`;
    while (path !== undefined && parts.length < EXPORT_PARTS) {
      const response = await this.#request('GET', path);
      parts.push(await response.blob());
      const next = /^<(\?[^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
      path = next && `${inWorkspace(workspace)}/calls.csv${next}`;
    }
    return { file: new Blob(parts, { type: 'text/csv' }), isWhole: path === undefined };
  }

  startConnect(workspace: string, body: StartRequest): Promise<z.infer<typeof StartedSession>> {
    return this.#call('POST', `${inWorkspace(workspace)}/connect-sessions`, body);
  }

  completeConnect(workspace: string, session: string, body: CompleteRequest): Promise<Connection> {
    const path = `${inWorkspace(workspace)}/connect-sessions/${encodeURIComponent(session)}/complete`;
    return this.#call('POST', path, body);
  }

  refresh(workspace: string, connection: string): Promise<RefreshResult> {
    return this.#call('POST', `${connectionPath(workspace, connection)}/refresh`);
  }

  /** Chooses one of the tenants that the account reaches. */
  chooseTenant(
    workspace: string,
    connection: string,
    body: { choice: string; index: number },
  ): Promise<Connection> {
    return this.#call('POST', `${connectionPath(workspace, connection)}/tenant`, body);
  }

  /** Says no to the scopes that a server asks for, for a day. */
  async declineStepUp(workspace: string, asked: { server: string; connection: string }): Promise<void> {
    const path = `${connectionPath(workspace, asked.connection)}/step-up-declined`;
    await this.#request('POST', path, { server: asked.server });
  }

  disconnect(workspace: string, connection: string): Promise<Receipt> {
    return this.#call('DELETE', connectionPath(workspace, connection));
  }

  ownApp(workspace: string, provider: string): Promise<OwnApp> {
    return this.#call('GET', ownAppPath(workspace, provider));
  }

  putOwnApp(workspace: string, provider: string, body: z.infer<typeof OAuthAppBody>): Promise<OwnApp> {
    return this.#call('PUT', ownAppPath(workspace, provider), body);
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await this.#request(method, path, body)).json()) as T;
  }

  async #request(method: string, path: string, body?: unknown): Promise<Response> {
    const { origin, accessToken, onUnauthenticated } = this.#settings;
    const response = await fetch(origin + path, {
      method,
      headers: {
        accept: 'application/json, text/csv',
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    }).catch(() => {
      throw new ApiProblem({
        title: 'Not reachable',
        detail: 'The service did not answer. Check your network.',
      });
    });
    if (response.status === 401) onUnauthenticated();
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

function callQuery({ server, outcome, mine, day }: CallFilter): URLSearchParams {
  return new URLSearchParams({
    ...(server !== undefined && { server }),
    ...(outcome !== undefined && { outcome }),
    ...(mine && { mine: 'true' }),
    ...(day !== undefined && { from: day, to: day }),
  });
}

function inWorkspace(workspace: string): string {
  return `/v1/workspaces/${encodeURIComponent(workspace)}`;
}

function ownAppPath(workspace: string, provider: string): string {
  return `${inWorkspace(workspace)}/oauth-apps/${encodeURIComponent(provider)}`;
}

function connectionPath(workspace: string, connection: string): string {
  return `${inWorkspace(workspace)}/connections/${encodeURIComponent(connection)}`;
}
