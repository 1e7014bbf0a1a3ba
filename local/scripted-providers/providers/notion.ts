/** https://developers.notion.com/docs/authorization and …/reference/{create,refresh,revoke}-token */
import { fieldsFromClient } from '../client-credentials.ts';
import { type Fields, must, type ReceivedRequest } from '../received-request.ts';
import type { Answer, Endpoint, ScriptedProvider } from '../scripted-provider.ts';

const VERSIONS = ['2022-06-28', '2025-09-03', '2026-03-11'];

function checkVersion({ headers }: ReceivedRequest, fields: Fields): void {
  must(VERSIONS.includes(headers['notion-version'] ?? ''), 'Notion-Version');
  must(!('client_id' in fields), 'no credentials in the body');
}

const refused = (code: string, status = 400): Answer => ({
  status,
  body: { object: 'error', status, code, message: 'In Notion’s words.', additional_data: {} },
});

/** Every consent has a pair of its own, which ends together. */
const revoke: Endpoint = (request, session) => {
  const fields = fieldsFromClient(request, session, 'basic', 'json');
  checkVersion(request, fields);
  const { tokens } = session;
  if (!tokens.isAccessLive(fields.token) && !tokens.isRefreshLive(fields.token))
    return refused('invalid_grant');
  if (tokens.isCurrent(fields.token)) tokens.endGrant();
  else tokens.revokeAccess(fields.token);
  return { status: 200, body: { request_id: 'd7b2c7a1-7d2f-4a3f-9b3b-0b5f8d0a1c2e' } };
};

const OWNER = {
  type: 'user',
  user: { object: 'user', id: 'u-1', type: 'person', name: 'Ann', person: { email: 'ann@acme.example' } },
};

const providerOf = (refreshes: boolean): ScriptedProvider => ({
  provider: 'notion',
  expected: {
    account: 'ann@acme.example, Acme Workspace',
    scopes: [],
    apiHeaders: { 'notion-version': '2026-03-11' },
    allowedHosts: ['api.notion.com'],
    refreshes: refreshes ? 'on demand' : false,
    revocation: 'revoked',
  },
  tokens: {
    prefixes: { access: 'ntn_', refresh: 'nrt_' },
    reuse: 'ends-grant',
    refreshEndsAccess: true,
  },
  authorization: {
    at: 'https://api.notion.com/v1/oauth/authorize',
    parameters: { owner: 'user' },
    // People pick pages.
    absent: ['scope'],
    pkce: 'ignored',
  },
  token: {
    at: 'POST api.notion.com/v1/oauth/token',
    body: 'json',
    credentials: 'basic',
    check: checkVersion,
    tokens: ({ access, refresh }) => ({
      access_token: access,
      token_type: 'bearer',
      refresh_token: refreshes ? refresh : null,
      bot_id: '3c90c3cc-0d44-4b50-8888-8dd25736052a',
      workspace_icon: null,
      workspace_name: 'Acme Workspace',
      workspace_id: 'b3414d65-1224-5fe7-6ffa-cc9d8773d288',
      owner: OWNER,
      duplicated_template_id: null,
      request_id: '2d1c7a1f-7d2f-4a3f-9b3b-0b5f8d0a1c2e',
    }),
    wrongClient: refused('invalid_client', 401),
    wrongCode: refused('invalid_grant'),
    refresh: {
      deadGrant: refused('invalid_grant'),
      throttled: { ...refused('rate_limited', 429), headers: { 'retry-after': '30' } },
    },
  },
  endpoints: { 'POST api.notion.com/v1/oauth/revoke': revoke },
});

export const notion = providerOf(true);
/** A connection from before refresh tokens: the answer has `refresh_token: null`. */
export const notionUnrefreshed: ScriptedProvider = { ...providerOf(false), variant: 'unrefreshed' };
