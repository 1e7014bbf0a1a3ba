/** The HTTP API, the injector and the tick over stores in memory, beside scripted MCP and authorization servers. */
import { randomBytes } from 'node:crypto';
import type { Caller } from '../../src/broker/caller.ts';
import { Problem } from '../../src/broker/errors.ts';
import { answerInjection } from '../../src/broker/inject/answer-injection.ts';
import type { Ports } from '../../src/broker/ports.ts';
import { answerTick } from '../../src/broker/refresh/answer-tick.ts';
import { createConnect } from '../../src/http/connect.ts';
import { createConnectionsApi } from '../../src/http/connections-api.ts';
import { createJsonLog } from '../../src/system/json-log.ts';
import { uuidV7 } from '../../src/system/random.ts';
import { openStage, type Stage } from '../rows/stage.ts';
import { ScriptedAuthorization, type ScriptedMcp, scriptedMcp } from './scripted-authorization.ts';
import { ScriptedInternet } from './scripted-internet.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const URL_OF_GOOD = 'https://mcp.good.example/mcp';
export const GOOD_ISSUER = 'https://mcp.good.example';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the API, of which each test looks at another part
  body: any;
}

/** People by their token, as `ada.acme` for an admin of acme and `bob.acme.member` for a member. */
async function verifyCaller(token: string): Promise<Caller> {
  const [, subject = '', workspace = '', member] = /^(\w+)\.(\w+)(\.member)?$/.exec(token) ?? [];
  if (!workspace) throw new Problem('unauthenticated');
  const roles = new Map([[workspace, member ? ('member' as const) : ('admin' as const)]]);
  return { issuer: 'https://idp.example', subject, roles };
}

export interface Began {
  session: string;
  completionSecret: string;
  authorizationUrl: string;
}

export class RemoteWorld {
  readonly net: ScriptedInternet;
  readonly stage: Stage;
  readonly logged: string[] = [];
  ports: Ports;

  constructor(net: ScriptedInternet, stage: Stage) {
    this.net = net;
    this.stage = stage;
    this.ports = { ...stage.ports, log: createJsonLog((line) => this.logged.push(line)) };
  }

  /** An MCP server whose authorization server has the same origin. */
  good(more: Record<string, unknown> = {}): { mcp: ScriptedMcp; as: ScriptedAuthorization } {
    return {
      mcp: scriptedMcp(this.net, URL_OF_GOOD, GOOD_ISSUER),
      as: new ScriptedAuthorization(this.net, GOOD_ISSUER, more),
    };
  }

  async request(method: string, path: string, body?: unknown, token = 'ada.acme'): Promise<Answer> {
    const serve = {
      ...{ log: this.ports.log, verifyCaller, cursors: this.ports },
      newCorrelationId: () => uuidV7(this.stage.now(), randomBytes(10)),
    };
    const isRead = method === 'GET';
    const app = isRead ? createConnectionsApi(this.ports, serve) : createConnect(this.ports, serve);
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const answer = await app.request(path, {
      ...{ method, headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  put(id: string, body: object, token = 'ada.acme'): Promise<Answer> {
    return this.request('PUT', `${of(token)}/mcp-servers/${id}`, body, token);
  }

  /** Confirms whatever is asked. */
  async confirmed(id: string, url: string, token = 'ada.acme'): Promise<Answer> {
    const answer = await this.put(id, { url }, token);
    const { confirm } = answer.body;
    return confirm ? this.put(id, { url, confirmed: confirm }, token) : answer;
  }

  start(id: string, more: object = {}, token = 'ada.acme'): Promise<Answer> {
    return this.request(
      'POST',
      `${of(token)}/connect-sessions`,
      { provider: `remote~${id}`, ...more },
      token,
    );
  }

  /** Throws with the problem's code. */
  async began(id: string, more: object = {}, token = 'ada.acme'): Promise<Began> {
    const { status, body } = await this.start(id, more, token);
    if (status !== 201) throw new Error(`start answered ${status} ${body.code}`);
    const { id: session, completionSecret, authorizationUrl } = body;
    return { session, completionSecret, authorizationUrl };
  }

  complete(
    { session, completionSecret }: Began,
    { redirectUri, query }: { redirectUri: string; query: string },
    token = 'ada.acme',
  ): Promise<Answer> {
    const [provider, owner] = new URL(redirectUri).pathname.split('/').slice(-2);
    const body = { completionSecret, provider, owner, query };
    return this.request('POST', `${of(token)}/connect-sessions/${session}/complete`, body, token);
  }

  /** A consent from its start to its end. Throws with the problem's code. */
  async connect(
    id: string,
    as: ScriptedAuthorization,
    more: object = {},
    token = 'ada.acme',
  ): Promise<Answer> {
    const begun = await this.began(id, more, token);
    const done = await this.complete(begun, as.authorize(begun.authorizationUrl), token);
    if (done.status !== 200) throw new Error(`complete answered ${done.status} ${done.body.code}`);
    return done;
  }

  disconnect(connectionId: string, token = 'ada.acme'): Promise<Answer> {
    return this.request('DELETE', `${of(token)}/connections/${connectionId}`, undefined, token);
  }

  connection(id: string, token = 'ada.acme'): Promise<Answer> {
    return this.request('GET', `${of(token)}/connections/${id}`, undefined, token);
  }

  server(id: string, token = 'ada.acme'): Promise<Answer> {
    return this.request('GET', `${of(token)}/mcp-servers/${id}`, undefined, token);
  }

  refresh(id: string, token = 'ada.acme'): Promise<Answer> {
    return this.request('POST', `${of(token)}/connections/${id}/refresh`, undefined, token);
  }

  async activity(token = 'ada.acme'): Promise<{ type: string }[]> {
    return (await this.request('GET', `${of(token)}/activity`, undefined, token)).body.activity;
  }

  inject(server: string, token = 'ada.acme') {
    const id = uuidV7(this.stage.now(), randomBytes(10));
    const operation = { id, kind: 'call', server, tool: 'any' };
    const [, workspaceId] = /\.(\w+)/.exec(token) ?? [];
    const event = { version: '1', workspaceId, callerToken: token, operation };
    return answerInjection({ ...this.ports, verifyCaller }, event);
  }

  tick() {
    return answerTick(this.ports, { version: '1', kind: 'tick' }, this.stage.now() + 60_000);
  }

  advance(milliseconds: number): void {
    this.stage.advance(milliseconds);
  }
}

const of = (token: string) => `/v1/workspaces/${/\.(\w+)/.exec(token)?.[1]}`;

export async function remoteWorld(): Promise<RemoteWorld> {
  const net = new ScriptedInternet();
  return new RemoteWorld(net, await openStage({ fetch: net.fetch }));
}
