/** https://developers.notion.com/docs/authorization and …/reference/{create,refresh,revoke}-token */
import { checkAuthorization, isBasicOf, json, must, redirectTo } from './checks.ts';
import { Ledger, type Pair } from './ledger.ts';
import type { Play, Script, ScriptAnswer, ScriptClient, ScriptRequest } from './script.ts';

const VERSIONS = ['2022-06-28', '2025-09-03', '2026-03-11'];

export const notionScript: Script = script(true);
/** A connection from before refresh tokens: the answer has `refresh_token: null`. */
export const notionUnrefreshedScript: Script = { ...script(false), variant: 'unrefreshed' };

function script(refreshes: boolean): Script {
  return {
    provider: 'notion',
    hosts: ['api.notion.com'],
    expect: {
      account: 'ann@acme.example, Acme Workspace',
      scopes: [],
      apiHeaders: (token) => ({ authorization: `Bearer ${token}`, 'notion-version': '2026-03-11' }),
      allowedHosts: ['api.notion.com'],
      refreshes: refreshes ? 'on demand' : false,
      revocation: 'revoked',
    },
    play: (client) => play(client, refreshes),
  };
}

function play(client: ScriptClient, refreshes: boolean): Play {
  const rotation = { refresh: 'kills-family', oldAccessDies: true } as const;
  const ledger = new Ledger(rotation, { access: 'ntn_', refresh: 'nrt_' });
  let current: Pair | undefined;
  let next: ScriptAnswer | undefined;

  function token(request: ScriptRequest): ScriptAnswer {
    const body = checked(request, client);
    const fault = next;
    next = undefined;
    if (fault) return fault;
    if (body.grant_type === 'authorization_code') {
      must(body.redirect_uri === client.redirectUri, 'redirect_uri, since the authorization had it');
      return ledger.spendCode(String(body.code)) ? ok(ledger.issue()) : refused('invalid_grant');
    }
    must(body.grant_type === 'refresh_token' && body.scope === undefined, 'a refresh without scope');
    const pair = ledger.rotate(String(body.refresh_token));
    return pair ? ok(pair) : refused('invalid_grant');
  }

  function ok(pair: Pair): ScriptAnswer {
    current = pair;
    return {
      status: 200,
      body: {
        access_token: pair.access,
        token_type: 'bearer',
        refresh_token: refreshes ? pair.refresh : null,
        bot_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
        workspace_icon: null,
        workspace_name: 'Acme Workspace',
        workspace_id: 'b3414d65-1224-5fe7-6ffa-cc9d8773d288',
        owner: {
          type: 'user',
          user: {
            object: 'user',
            id: 'u-1',
            type: 'person',
            name: 'Ann',
            person: { email: 'ann@acme.example' },
          },
        },
        duplicated_template_id: null,
        request_id: '2d1c7a1f-7d2f-4a3f-9b3b-0b5f8d0a1c2e',
      },
    };
  }

  return {
    authorize(url) {
      const state = checkAuthorization(url, client, {
        at: 'https://api.notion.com/v1/oauth/authorize',
        parameters: { owner: 'user' },
      });
      must(!url.searchParams.has('scope'), 'no scope: people pick pages');
      return redirectTo(client, { code: ledger.newCode(), state });
    },
    answer(request) {
      const route = `${request.method} ${request.host}${request.path}`;
      if (route === 'POST api.notion.com/v1/oauth/token') return token(request);
      must(route === 'POST api.notion.com/v1/oauth/revoke', route);
      const presented = String(checked(request, client).token);
      if (!ledger.liveAccess.has(presented) && !ledger.isRefreshLive(presented))
        return refused('invalid_grant');
      // Every consent has a pair of its own.
      if ([current?.access, current?.refresh].includes(presented)) ledger.kill();
      else ledger.revokeAccess(presented);
      return { status: 200, body: { request_id: 'd7b2c7a1-7d2f-4a3f-9b3b-0b5f8d0a1c2e' } };
    },
    isLive: (access) => ledger.liveAccess.has(access),
    killGrant: () => ledger.kill(),
    throttleOnce: () => {
      next = { ...refused('rate_limited', 429), headers: { 'retry-after': '30' } };
    },
    refuseClientOnce: () => {
      next = refused('invalid_client', 401);
    },
  };
}

/** JSON, Basic and the version, in every request. */
function checked(request: ScriptRequest, client: ScriptClient): Record<string, unknown> {
  must(isBasicOf(request, client), 'Basic with the client’s id and secret');
  must(VERSIONS.includes(request.headers['notion-version'] ?? ''), 'Notion-Version');
  const body = json(request);
  must(body.client_id === undefined && body.client_secret === undefined, 'no credentials in the body');
  return body;
}

const refused = (code: string, status = 400): ScriptAnswer => ({
  status,
  body: { object: 'error', status, code, message: 'In Notion’s words.', additional_data: {} },
});
