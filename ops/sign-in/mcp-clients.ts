/**
 * The MCP clients that the command judges and docs/one-address.md lists. Nobody tried them for this list: each fact has
 * its source, which was read in excerpts, or as others quote it. After a change run
 * `UPDATE_DOCS=1 npx vitest run test/sign-in/one-address.test.ts`.
 */
import type { McpClient } from './mcp-client.ts';

const READ = '2026-11-30';
const CLAUDE = 'https://claude.com/docs/connectors/building/authentication';
const CLAUDE_CODE = 'https://code.claude.com/docs/en/mcp';
const KEYCLOAK = 'https://www.keycloak.org/securing-apps/mcp-authz-server';
const VSCODE = 'https://code.visualstudio.com/api/extension-guides/ai/mcp';
const OPENAI = 'https://developers.openai.com/apps-sdk/build/auth';
const CURSOR = 'https://cursor.com/docs/mcp';
const INSPECTOR = 'https://github.com/modelcontextprotocol/inspector/blob/main/clients/cli/README.md';
const SDK = 'https://www.npmjs.com/package/@modelcontextprotocol/sdk/v/1.32.2';
const issue = (path: string) => `https://github.com/${path}`;

const claude: McpClient = {
  id: 'claude',
  name: 'Claude (web, desktop, mobile)',
  document: {
    url: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
    methods: ['none'],
    ...{ says: 'where the metadata also lists the method `none`', source: KEYCLOAK, date: READ },
  },
  registers: { is: true, says: 'a new client for each connection', source: CLAUDE, date: READ },
  clientId: { says: 'in the connector, under “Advanced settings”', source: CLAUDE, date: READ },
  redirectUris: {
    uris: ['https://claude.ai/api/mcp/auth_callback'],
    ...{ says: 'one, of the cloud', source: KEYCLOAK, date: READ },
  },
  withoutPkceList: {
    does: 'refuses',
    ...{ says: 'refuses', source: issue('anthropics/claude-ai-mcp/issues/786'), date: '2026-08-10' },
  },
  scopes: {
    says: 'those of the challenge, else `scopes_supported` of the resource',
    ...{ source: CLAUDE, date: READ },
  },
  resource: { says: 'sends it', source: KEYCLOAK, date: READ },
  kind: {
    says: 'public; a secret that was typed goes into the body',
    ...{ source: issue('anthropics/claude-ai-mcp/issues/667'), date: '2026-07-22' },
  },
};

const claudeCode: McpClient = {
  id: 'claude-code',
  name: 'Claude Code',
  document: {
    url: 'https://claude.ai/oauth/claude-code-client-metadata',
    methods: ['none'],
    ...{ says: 'before it registers', source: KEYCLOAK, date: READ },
  },
  registers: {
    is: true,
    ...{ says: 'without a document', source: issue('anthropics/claude-code/issues/37747'), date: READ },
  },
  clientId: { says: '`--client-id` with `--callback-port`', source: CLAUDE_CODE, date: READ },
  redirectUris: {
    uris: ['http://localhost:<port of --callback-port>/callback'],
    says: 'host and path are fixed',
    ...{ source: issue('anthropics/claude-code/issues/66511'), date: READ },
  },
  withoutPkceList: {
    does: 'goes on',
    ...{ says: 'goes on', source: issue('anthropics/claude-ai-mcp/issues/514'), date: '2026-08-19' },
  },
  scopes: {
    says: 'those of the metadata, or `oauth.scopes`',
    ...{ source: issue('xsyetopz/claudetto/wiki/Claude-Code-MCP-Auth'), date: '2026-10-19' },
  },
  resource: {
    says: 'sends it; it has to be the address',
    ...{ source: issue('anthropics/claude-code/issues/89438'), date: '2026-08-25' },
  },
  kind: { says: 'public; a secret can be typed', source: KEYCLOAK, date: READ },
};

const vscode: McpClient = {
  id: 'vscode',
  name: 'VS Code',
  document: {
    url: 'https://vscode.dev/oauth/client-metadata.json',
    methods: ['none'],
    ...{
      says: 'before it registers',
      source: issue('microsoft/vscode/pull/271403'),
      date: '2025-10-14',
    },
  },
  registers: { is: true, says: 'without a document', source: VSCODE, date: READ },
  clientId: {
    says: '`oauth.clientId` in `mcp.json`',
    ...{ source: issue('microsoft/vscode/pull/308648'), date: '2026-04-09' },
  },
  redirectUris: {
    uris: ['http://127.0.0.1:33418/', 'http://127.0.0.1:33418', 'https://vscode.dev/redirect'],
    says: 'with and without the slash, as its page and its document differ; another port where that one is taken',
    ...{ source: VSCODE, date: READ },
  },
  withoutPkceList: {
    does: 'goes on',
    ...{ says: 'goes on', source: issue('microsoft/vscode/issues/321249'), date: '2026-06-13' },
  },
  scopes: undefined,
  resource: { says: 'sends it', source: KEYCLOAK, date: READ },
  kind: { says: 'public', source: KEYCLOAK, date: READ },
};

const chatgpt: McpClient = {
  id: 'chatgpt',
  name: 'ChatGPT',
  document: {
    url: 'https://chatgpt.com/oauth/client.json',
    methods: ['none', 'private_key_jwt'],
    ...{ says: 'before it registers', source: OPENAI, date: READ },
  },
  registers: { is: true, says: 'once for each connection', source: OPENAI, date: READ },
  clientId: { says: 'as a predefined OAuth client, when the app is made', source: OPENAI, date: READ },
  redirectUris: {
    uris: ['https://chatgpt.com/connector_platform_oauth_redirect'],
    withoutIss: ['https://chatgpt.com/connector/oauth/<callback id that ChatGPT shows>'],
    says: 'the first where the issuer sends `iss` (RFC 9207), else one for each app',
    ...{ source: issue('makeplane/plane-mcp-server/pull/165'), date: '2026-06-29' },
  },
  withoutPkceList: {
    does: 'not known',
    says: 'not known: its page wants the list, a report has it go on',
    ...{ source: issue('anthropics/claude-ai-mcp/issues/632'), date: '2026-07-16' },
  },
  scopes: undefined,
  resource: { says: 'sends it', source: OPENAI, date: READ },
  kind: { says: 'public, or `private_key_jwt`', source: KEYCLOAK, date: READ },
};

const cursor: McpClient = {
  id: 'cursor',
  name: 'Cursor',
  document: undefined,
  registers: { is: true, says: 'where no client id is typed', source: CURSOR, date: READ },
  clientId: { says: '`auth.CLIENT_ID` in `mcp.json`', source: CURSOR, date: READ },
  redirectUris: {
    uris: ['http://localhost:8787/callback', 'https://www.cursor.com/agents/mcp/oauth/callback'],
    ...{ says: 'desktop; web and agents', source: CURSOR, date: READ },
  },
  withoutPkceList: {
    does: 'not known',
    says: 'not known: it refused in 2025',
    ...{ source: issue('empires-security/mcp-oauth2-aws-cognito/issues/9'), date: '2025-07-29' },
  },
  scopes: {
    says: '`auth.scopes`, else all of `scopes_supported`',
    ...{ source: 'https://docs.pipeshub.com/mcp/cursor', date: READ },
  },
  resource: undefined,
  kind: { says: 'public; a secret can be typed', source: CURSOR, date: READ },
};

const inspector: McpClient = {
  id: 'inspector',
  name: 'MCP Inspector 2',
  document: undefined,
  registers: { is: true, says: 'as the SDK for TypeScript does', source: SDK, date: READ },
  clientId: { says: '`--client-id`, or in the settings of the server', source: INSPECTOR, date: READ },
  redirectUris: {
    uris: ['http://localhost:6274/oauth/callback', 'http://127.0.0.1:6276/oauth/callback'],
    ...{ says: 'page; `--cli`, which also has `--callback-url`', source: INSPECTOR, date: READ },
  },
  withoutPkceList: {
    does: 'goes on',
    says: 'goes on, as the SDK for TypeScript does',
    ...{ source: issue('modelcontextprotocol/typescript-sdk/issues/2831'), date: '2026-09-18' },
  },
  scopes: { says: '`scopes_supported` of the resource', source: SDK, date: READ },
  resource: { says: 'sends it', source: SDK, date: READ },
  kind: { says: 'public; a secret can be typed', source: INSPECTOR, date: READ },
};

export const MCP_CLIENTS: readonly McpClient[] = [claude, claudeCode, vscode, chatgpt, cursor, inspector];
