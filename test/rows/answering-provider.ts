/**
 * Every provider there is, and every other host: each gives tokens to whoever asks. A host of a provider knows the codes and
 * refresh tokens that it issued, and a spent one ends its grant. It keeps which secrets each request held.
 */
import type { ProviderFetch, ProviderRequest } from '../../src/oauth/provider-fetch.ts';

/** One request: where it went, and the secrets of ours that it held. */
export interface Asked {
  host: string;
  path: string;
  /** Names of secrets, such as `access of acme/google`. */
  secrets: string[];
}

/** What a consent brings. */
export interface Consent {
  account: string;
  /** Access tokens that never expire have no `expires_in`. */
  isEndless?: boolean;
  hasNoRefreshToken?: boolean;
}

interface Grant extends Consent {
  name: string;
  refresh: string;
  issued: number;
  isAlive: boolean;
}

export interface AnsweringProvider {
  fetch: ProviderFetch;
  asked: Asked[];
  /** A code for a grant of this name; the provider issues its tokens for it once. */
  code(name: string, consent: Consent): string;
  /** Counts as a secret of ours from now on. */
  know(name: string, value: string): void;
  /** The text with the name of each secret in its place. */
  named(text: string): string;
  /** The same provider as it is now, for another world. */
  copy(): AnsweringProvider;
}

interface State {
  grants: Map<string, Grant>;
  codes: Map<string, string>;
  /** The grant of each token that was issued. */
  tokens: Map<string, string>;
  /** The name of each secret that a request may hold: those of one account have one name. */
  secrets: Map<string, string>;
}

const LIFETIME = 3_600;

export function answeringProvider(state: State = newState()): AnsweringProvider {
  const asked: Asked[] = [];
  const { grants, codes, secrets } = state;
  return {
    asked,
    fetch: async (request) => {
      const { host, pathname: path } = new URL(request.url);
      asked.push({ host, path, secrets: secretsIn(request, secrets) });
      return answer(request, state);
    },
    code(name, consent) {
      const code = `code-${name.replace(/\W/g, '-')}-end`;
      grants.set(name, { ...consent, name, refresh: '', issued: 0, isAlive: true });
      codes.set(code, name);
      secrets.set(code, `code of ${consent.account}`);
      return code;
    },
    named: (text) =>
      [...secrets].reduce((named, [value, name]) => named.replaceAll(value, `(${name})`), text),
    know: (name, value) => void secrets.set(value, name),
    copy: () => answeringProvider(structuredClone(state)),
  };
}

function newState(): State {
  return { grants: new Map(), codes: new Map(), tokens: new Map(), secrets: new Map() };
}

/** Everything of ours in a request, also inside of Basic credentials. */
function secretsIn(request: ProviderRequest, secrets: Map<string, string>): string[] {
  const basic = Object.values(request.headers).flatMap((value) => /^Basic (\S+)$/i.exec(value)?.[1] ?? []);
  const text = [
    request.url,
    JSON.stringify(request.headers),
    request.body ?? '',
    ...basic.map((encoded) => Buffer.from(encoded, 'base64').toString()),
  ].join('\n');
  const held = [...secrets].filter(([value]) => text.includes(value)).map(([, name]) => name);
  return [...new Set(held)].sort();
}

function answer(request: ProviderRequest, state: State): Response {
  const { pathname } = new URL(request.url);
  const form = bodyOf(request);
  if (form.grant_type === 'authorization_code') return exchange(form.code ?? '', state);
  if (form.grant_type === 'refresh_token') return refresh(form.refresh_token ?? '', state);
  if (request.method === 'DELETE') return new Response(null, { status: 204 });
  if (pathname.includes('revoke')) return Response.json({ ok: true });
  return account(request, state);
}

function bodyOf({ body = '' }: ProviderRequest): Record<string, string> {
  return body.startsWith('{') ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body));
}

function exchange(code: string, state: State): Response {
  const name = state.codes.get(code);
  state.codes.delete(code);
  if (name === undefined && code.startsWith('code-')) return refused();
  return issue(state.grants.get(name ?? '') ?? stranger(state), state);
}

function refresh(token: string, state: State): Response {
  const grant = state.grants.get(state.tokens.get(token) ?? '');
  if (!grant) return issue(stranger(state), state);
  if (!grant.isAlive || grant.refresh !== token) {
    grant.isAlive = false;
    return refused();
  }
  return issue(grant, state);
}

function refused(): Response {
  return Response.json({ error: 'invalid_grant' }, { status: 400 });
}

/** Whoever sends what was never issued gets tokens, too: then it shows whether the broker would keep them. */
function stranger({ grants }: State): Grant {
  const name = 'a-stranger';
  const grant: Grant = { name, account: name, refresh: '', issued: 0, isAlive: true };
  grants.set(name, grant);
  return grant;
}

function issue(grant: Grant, { secrets, tokens }: State): Response {
  grant.issued++;
  const id = `${grant.name.replace(/\W/g, '-')}-${grant.issued}`;
  grant.refresh = `refresh-${id}-end`;
  const access = `access-${id}-end`;
  tokens.set(grant.refresh, grant.name).set(access, grant.name);
  secrets.set(grant.refresh, `refresh of ${grant.account}`).set(access, `access of ${grant.account}`);
  return Response.json({
    access_token: access,
    ...(!grant.hasNoRefreshToken && { refresh_token: grant.refresh }),
    token_type: 'bearer',
    instance_url: `https://${grant.account.split('/')[0]}.my.salesforce.com`,
    ...(!grant.isEndless && { expires_in: LIFETIME }),
  });
}

function account(request: ProviderRequest, { tokens, grants }: State): Response {
  const token = request.headers.authorization?.replace(/^Bearer /i, '') ?? '';
  const grant = grants.get(tokens.get(token) ?? '');
  const name = grant?.account ?? 'a stranger';
  const id = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e9, 7);
  const email = `${name.replace(/\W/g, '-')}@account.example`;
  return Response.json({
    id,
    login: email,
    sub: String(id),
    email,
    user_id: String(id),
    organization_id: 'org',
    preferred_username: email,
    user: { id, email },
  });
}
