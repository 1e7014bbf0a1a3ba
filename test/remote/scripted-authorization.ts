/** An authorization server in memory (RFC 6749, 7591, 7592, 7009, 8707, 9207), of which a test changes every word. */
import { createHash } from 'node:crypto';
import type { Answering, Arrived, ScriptedAnswer, ScriptedInternet } from './scripted-internet.ts';

interface Grant {
  clientId: string;
  resource: string | undefined;
  scope: string;
  /** Undefined: revoked. */
  refresh: string | undefined;
  access: string[];
}

export interface Client {
  id: string;
  secret?: string;
  redirectUris: string[];
}

export class ScriptedAuthorization {
  readonly issuer: string;
  readonly net: ScriptedInternet;
  /** The document at each of the well-known places that have one. */
  metadata: Record<string, unknown>;
  readonly clients = new Map<string, Client>();
  readonly grants: Grant[] = [];
  /** Members that replace or add to those of the registration's answer. */
  registrationAnswer: Record<string, unknown> = {};
  tokenAnswer: (grant: Grant) => Record<string, unknown> = () => ({});
  readonly #codes = new Map<string, Grant & { challenge: string; redirectUri: string }>();
  #issued = 0;

  constructor(net: ScriptedInternet, issuer: string, more: Record<string, unknown> = {}) {
    this.net = net;
    this.issuer = issuer;
    this.metadata = {
      ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
      ...{ registration_endpoint: `${issuer}/register`, revocation_endpoint: `${issuer}/revoke` },
      ...{ code_challenge_methods_supported: ['S256'], response_types_supported: ['code'] },
      token_endpoint_auth_methods_supported: ['none'],
      authorization_response_iss_parameter_supported: true,
      ...more,
    };
    this.serve(wellKnown(issuer));
    net.at(`${issuer}/register`, (arrived) => this.register(arrived));
    net.at(`${issuer}/token`, (arrived) => this.token(arrived));
    net.at(`${issuer}/revoke`, (arrived) => this.#revoke(arrived));
  }

  serve(url: string, answering: Answering = () => ({ body: this.metadata })): void {
    this.net.at(url, answering);
  }

  /** What arrived at a path; at `/`, everything. */
  at(path: string): Arrived[] {
    const all = this.net.to(`${this.issuer}${path}`);
    return path === '/'
      ? all
      : all.filter(({ url }) => `${url.origin}${url.pathname}` === `${this.issuer}${path}`);
  }

  register({ body }: Arrived): ScriptedAnswer {
    const asked = JSON.parse(body) as { redirect_uris: string[]; token_endpoint_auth_method: string };
    const id = this.#next('client');
    const secret = asked.token_endpoint_auth_method === 'none' ? undefined : this.#next('secret');
    this.clients.set(id, { id, redirectUris: asked.redirect_uris, ...(secret && { secret }) });
    const configuration = `${this.issuer}/register/${id}`;
    this.net.at(configuration, () => ({ status: this.clients.delete(id) ? 204 : 401 }));
    const own = { client_id: id, ...(secret && { client_secret: secret }) };
    const management = {
      registration_client_uri: configuration,
      registration_access_token: this.#next('registration'),
    };
    return { status: 201, body: { ...asked, ...own, ...management, ...this.registrationAnswer } };
  }

  /** What a browser brings back whose person consents: the query of the redirect. */
  authorize(url: string, { iss = true }: { iss?: boolean } = {}): { redirectUri: string; query: string } {
    const { searchParams: asked } = new URL(url);
    const get = (name: string) => asked.get(name) ?? '';
    const code = this.#next('code');
    this.#codes.set(code, {
      ...{ clientId: get('client_id'), redirectUri: get('redirect_uri'), challenge: get('code_challenge') },
      ...{ resource: asked.get('resource') ?? undefined, scope: get('scope'), refresh: '', access: [] },
    });
    const back = new URLSearchParams({ code, state: get('state'), ...(iss && { iss: this.issuer }) });
    return { redirectUri: get('redirect_uri'), query: `${back}` };
  }

  token(arrived: Arrived): ScriptedAnswer {
    const form = new URLSearchParams(arrived.body);
    const basic = Buffer.from(
      (arrived.headers.authorization ?? '').replace(/^Basic /, ''),
      'base64',
    ).toString();
    const clientId = form.get('client_id') ?? decodeURIComponent(basic.split(':')[0] ?? '');
    const isDocument = clientId.endsWith('.json');
    if (!this.clients.has(clientId) && !isDocument) return refused('invalid_client', 401);
    const grant =
      form.get('grant_type') === 'refresh_token' ? this.#refreshed(form) : this.#redeemed(form, clientId);
    if (!grant || grant.clientId !== clientId) return refused('invalid_grant');
    if (grant.resource !== undefined && form.get('resource') !== grant.resource)
      return refused('invalid_target');
    return this.#answer(grant);
  }

  #redeemed(form: URLSearchParams, clientId: string): Grant | undefined {
    const code = form.get('code') ?? '';
    const begun = this.#codes.get(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    this.#codes.delete(code);
    if (!begun || begun.challenge !== challenge || begun.redirectUri !== form.get('redirect_uri'))
      return undefined;
    const { resource, scope } = begun;
    const grant: Grant = { clientId, resource, scope, refresh: '', access: [] };
    this.grants.push(grant);
    return grant;
  }

  #refreshed(form: URLSearchParams): Grant | undefined {
    return this.grants.find(({ refresh }) => refresh && refresh === form.get('refresh_token'));
  }

  /** Refresh tokens rotate. */
  #answer(grant: Grant): ScriptedAnswer {
    const access = this.#next('access');
    grant.access.push(access);
    grant.refresh = this.#next('refresh');
    const tokens = {
      access_token: access,
      refresh_token: grant.refresh,
      token_type: 'Bearer',
      expires_in: 3_600,
    };
    return { body: { ...tokens, ...(grant.scope && { scope: grant.scope }), ...this.tokenAnswer(grant) } };
  }

  #revoke({ body }: Arrived): ScriptedAnswer {
    const token = new URLSearchParams(body).get('token');
    for (const grant of this.grants)
      if (grant.refresh === token || grant.access.includes(token ?? '')) grant.refresh = undefined;
    return { status: 200 };
  }

  #next(kind: string): string {
    this.#issued += 1;
    return `${kind}-${new URL(this.issuer).host.replaceAll('.', '-')}-${this.#issued}`;
  }
}

export function refused(error: string, status = 400): ScriptedAnswer {
  return { status, body: { error } };
}

/** RFC 8414 section 3.1. */
export function wellKnown(issuer: string): string {
  const { origin, pathname } = new URL(issuer);
  return `${origin}/.well-known/oauth-authorization-server${pathname === '/' ? '' : pathname}`;
}

/** The document of a protected resource (RFC 9728 section 3.1). */
export function resourceDocument(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`;
}

export interface ScriptedMcp {
  url: string;
  resource: Record<string, unknown>;
  challenge: string;
}

/** An MCP server that challenges every request without a token. The returned object may be changed. */
export function scriptedMcp(net: ScriptedInternet, url: string, issuer: string): ScriptedMcp {
  const document = resourceDocument(url);
  const server: ScriptedMcp = {
    url,
    resource: { resource: url, authorization_servers: [issuer] },
    challenge: `Bearer resource_metadata="${document}"`,
  };
  net.at(document, () => ({ body: server.resource }));
  net.at(url, ({ headers }) =>
    headers.authorization === undefined
      ? { status: 401, headers: { 'www-authenticate': server.challenge } }
      : { body: { jsonrpc: '2.0', id: 1, result: { tools: [] } } },
  );
  return server;
}
