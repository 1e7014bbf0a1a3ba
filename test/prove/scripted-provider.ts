/**
 * A provider in memory, with what providers do to refresh tokens: one that ends the whole family when it sees a spent one,
 * one that takes a spent one for a while, one that never rotates. A fourth is the authorization server of a
 * remote MCP server: its clients have no secret, and it refuses a request that does not name the resource (RFC 8707). It keeps what it was asked and what it did.
 */
import type { ProviderRequest } from '../../src/oauth/provider-fetch.ts';

/** `remote` is as strict as `strict`. */
export type Rotation = 'strict' | 'grace' | 'none' | 'remote';
export const ROTATIONS: readonly Rotation[] = ['strict', 'grace', 'none'];
/** With the authorization server of a remote MCP server, for the long run. */
export const LONG_ROTATIONS: readonly Rotation[] = [...ROTATIONS, 'remote'];
export const RESOURCE = 'https://mcp.example/mcp';
export const GRACE = 30 * 60_000;
export const ACCESS_LIFETIME = 3_600;

export interface Grant {
  id: string;
  rotation: Rotation;
  isAlive: boolean;
  /** Whose word ended it. */
  endedBy?: 'replay' | 'owner' | 'revocation';
  refresh: string;
  /** When each earlier token was spent. */
  spent: Map<string, number>;
  access: Map<string, number>;
  issued: number;
}

/** One token request that the provider looked at. */
export interface Use {
  grant: string;
  refresh: string;
  process: number;
  at: number;
  did: 'rotated' | 'refused' | 'ended-family';
  /** Nobody could have got the answer: it was lost on its way, or its process died. */
  isAnswerLost: boolean;
}

export interface ScriptedProvider {
  grants: Map<string, Grant>;
  uses: Use[];
  usesOf(grant: string): Use[];
  /** How many refreshes brought new tokens. */
  rotations(): number;
  /** A new grant, with the code that yields its tokens once. */
  consent(rotation: Rotation, account: string): { code: string; grant: Grant };
  answer(request: ProviderRequest, process: number): { response: Response; use?: Use };
}

function isForResource({ rotation }: Grant, form: URLSearchParams): boolean {
  const isPublicClient = !form.has('client_secret');
  return rotation !== 'remote' || (isPublicClient && form.get('resource') === RESOURCE);
}

export function scriptedProvider(now: () => number): ScriptedProvider {
  const grants = new Map<string, Grant>();
  const codes = new Map<string, { grant: Grant; account: string }>();
  const byRefresh = new Map<string, Grant>();
  const accounts = new Map<string, string>();
  const uses: Use[] = [];
  const byGrant = new Map<string, Use[]>();
  let rotations = 0;

  const issue = (grant: Grant) => {
    grant.issued++;
    const access = `at-${grant.id}-${grant.issued}`;
    grant.access.set(access, now() + ACCESS_LIFETIME * 1_000);
    byRefresh.set(grant.refresh, grant);
    return {
      access_token: access,
      refresh_token: grant.refresh,
      token_type: 'bearer',
      expires_in: ACCESS_LIFETIME,
    };
  };
  const end = (grant: Grant, endedBy: Grant['endedBy']) => {
    if (!grant.isAlive) return;
    grant.isAlive = false;
    grant.endedBy = endedBy;
    grant.access.clear();
  };
  const rotate = (grant: Grant) => {
    if (grant.rotation === 'none') return issue(grant);
    if (!grant.spent.has(grant.refresh)) grant.spent.set(grant.refresh, now());
    grant.refresh = `rt-${grant.id}-${grant.issued + 1}`;
    return issue(grant);
  };
  const isInGrace = ({ rotation, spent }: Grant, refresh: string) =>
    rotation === 'grace' && now() - (spent.get(refresh) ?? Number.NEGATIVE_INFINITY) <= GRACE;
  const isTaken = (grant: Grant, refresh: string) =>
    grant.isAlive && (grant.refresh === refresh || isInGrace(grant, refresh));

  const refreshed = (form: URLSearchParams, process: number): { response: Response; use: Use } => {
    const refresh = form.get('refresh_token') ?? '';
    const grant = byRefresh.get(refresh);
    const use: Use = {
      grant: grant?.id ?? '?',
      refresh,
      process,
      at: now(),
      did: 'refused',
      isAnswerLost: false,
    };
    uses.push(use);
    const ofGrant = byGrant.get(use.grant) ?? [];
    ofGrant.push(use);
    byGrant.set(use.grant, ofGrant);
    if (grant && !isForResource(grant, form))
      return { response: Response.json({ error: 'invalid_target' }, { status: 400 }), use };
    if (!grant || !isTaken(grant, refresh)) {
      if (grant?.isAlive && (grant.rotation === 'strict' || grant.rotation === 'remote')) {
        end(grant, 'replay');
        use.did = 'ended-family';
      }
      return { response: Response.json({ error: 'invalid_grant' }, { status: 400 }), use };
    }
    use.did = 'rotated';
    rotations++;
    return { response: Response.json(rotate(grant)), use };
  };

  return {
    grants,
    uses,
    usesOf: (grant) => byGrant.get(grant) ?? [],
    rotations: () => rotations,
    consent(rotation, account) {
      const id = `g${grants.size + 1}`;
      const grant: Grant = {
        id,
        rotation,
        isAlive: true,
        refresh: `rt-${id}-1`,
        access: new Map(),
        issued: 0,
        spent: new Map(),
      };
      grants.set(id, grant);
      accounts.set(id, account);
      codes.set(`code-${id}`, { grant, account });
      return { code: `code-${id}`, grant };
    },
    answer(request, process) {
      const url = new URL(request.url);
      const form = new URLSearchParams(request.body ?? '');
      if (url.pathname === '/token' && form.get('grant_type') === 'refresh_token')
        return refreshed(form, process);
      if (url.pathname === '/token') {
        const code = codes.get(form.get('code') ?? '');
        codes.delete(form.get('code') ?? '');
        const isForIt = code !== undefined && isForResource(code.grant, form);
        const body = isForIt ? issue(code.grant) : { error: 'invalid_grant' };
        return { response: Response.json(body, { status: code ? 200 : 400 }) };
      }
      if (url.pathname === '/revoke') {
        const grant = byRefresh.get(form.get('token') ?? '');
        if (grant) end(grant, 'revocation');
        return { response: new Response(null, { status: 200 }) };
      }
      const access = request.headers.authorization?.replace('Bearer ', '') ?? '';
      const grant = [...grants.values()].find((each) => each.access.has(access));
      return {
        response: grant
          ? Response.json({ sub: accounts.get(grant.id), email: accounts.get(grant.id) })
          : new Response('', { status: 401 }),
      };
    },
  };
}
