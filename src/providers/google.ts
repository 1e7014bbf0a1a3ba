import type { ServerRegistration } from '../contract/servers/server-registration.ts';
import type { Provider } from '../oauth/provider.ts';

const SCOPE = 'https://www.googleapis.com/auth/';

/** One connection has one grant, which Gmail, Drive, Calendar, Docs and the other products share. */
export const google: Provider = {
  id: 'google',
  name: 'Google',
  oauth: {
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    // Google sends it to some users since 2026-02, but the metadata does not announce it.
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_post',
    pkce: 'S256',
    authorizationParameters: {
      access_type: 'offline',
      // Without `consent` Google returns a refresh token only at the first consent. Without `select_account` it takes the account
      // that is signed in, so a second account could not be connected.
      prompt: 'consent select_account',
      include_granted_scopes: 'true',
    },
    scopes: {
      parameter: 'scope',
      always: ['openid', 'email'],
      requestSeparator: ' ',
      answerSeparator: ' ',
      // The answer has its long name, …/auth/userinfo.email.
      neverAnswered: ['email'],
    },
    accessTokenLifetime: 3599,
    // The refresh token expires after six months without use.
    refresh: { kind: 'reusable', replay: 'safe', idleLimit: 180 * 24 * 3600 },
    errors: {
      deadGrant: [],
      configuration: ['deleted_client', 'disabled_client', 'org_internal', 'redirect_uri_mismatch'],
      transient: ['internal_failure', 'rate_limit_exceeded'],
    },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://oauth2.googleapis.com/revoke',
      clientAuthentication: 'none',
      // Ends every scope that the person has granted to the OAuth app.
      reach: 'grant',
      tokens: ['refresh'],
      alreadyGone: ['invalid_token'],
      confirms: true,
      byHandAt: 'https://myaccount.google.com/connections',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
      headers: {},
      read: (answer) => {
        const { sub, email } = answer as { sub?: unknown; email?: unknown };
        return typeof sub === 'string' && typeof email === 'string' ? { id: sub, label: email } : undefined;
      },
    },
  },
  products: [
    {
      id: 'gmail',
      name: 'Gmail',
      scopes: [
        { scope: `${SCOPE}gmail.readonly`, description: 'Read mail', default: true },
        { scope: `${SCOPE}gmail.send`, description: 'Send mail', default: false },
        { scope: `${SCOPE}gmail.modify`, description: 'Read, label and move mail', default: false },
      ],
    },
    {
      id: 'drive',
      name: 'Drive',
      scopes: [
        { scope: `${SCOPE}drive.readonly`, description: 'Read all files', default: true },
        {
          scope: `${SCOPE}drive.file`,
          description: 'Read and change files that this app created or opened',
          default: false,
        },
      ],
    },
    {
      id: 'calendar',
      name: 'Calendar',
      scopes: [
        { scope: `${SCOPE}calendar.readonly`, description: 'Read calendars', default: true },
        { scope: `${SCOPE}calendar.events`, description: 'Read and change events', default: false },
      ],
    },
    {
      id: 'sheets',
      name: 'Sheets',
      scopes: [
        { scope: `${SCOPE}spreadsheets.readonly`, description: 'Read spreadsheets', default: true },
        { scope: `${SCOPE}spreadsheets`, description: 'Read and change spreadsheets', default: false },
      ],
    },
    // None of the following is a default: a consent that names nothing would ask for it, and the platform's consent screen may
    // not list it. Chat and Classroom are for accounts of an organisation or a school.
    {
      id: 'docs',
      name: 'Docs',
      scopes: [
        { scope: `${SCOPE}documents.readonly`, description: 'Read documents', default: false },
        { scope: `${SCOPE}documents`, description: 'Read and change documents', default: false },
      ],
    },
    {
      id: 'slides',
      name: 'Slides',
      scopes: [
        { scope: `${SCOPE}presentations.readonly`, description: 'Read presentations', default: false },
        { scope: `${SCOPE}presentations`, description: 'Read and change presentations', default: false },
      ],
    },
    {
      id: 'chat',
      name: 'Chat',
      scopes: [
        { scope: `${SCOPE}chat.spaces.readonly`, description: 'List conversations', default: false },
        { scope: `${SCOPE}chat.memberships.readonly`, description: 'See who is in them', default: false },
        { scope: `${SCOPE}chat.messages.readonly`, description: 'Read messages', default: false },
        { scope: `${SCOPE}chat.messages.create`, description: 'Send messages', default: false },
        { scope: `${SCOPE}chat.users.readstate`, description: 'See and change what is read', default: false },
      ],
    },
    {
      id: 'classroom',
      name: 'Classroom',
      scopes: [
        { scope: `${SCOPE}classroom.courses.readonly`, description: 'See courses', default: false },
        {
          scope: `${SCOPE}classroom.rosters.readonly`,
          description: 'See who is in a course',
          default: false,
        },
        {
          scope: `${SCOPE}classroom.coursework.students`,
          description: 'Read and change course work of students',
          default: false,
        },
        {
          scope: `${SCOPE}classroom.announcements`,
          description: 'Read and write announcements',
          default: false,
        },
        { scope: `${SCOPE}classroom.topics`, description: 'Read and change topics', default: false },
      ],
    },
  ],
  api: {
    hosts: [
      'www.googleapis.com',
      'gmail.googleapis.com',
      'sheets.googleapis.com',
      'docs.googleapis.com',
      'slides.googleapis.com',
      'chat.googleapis.com',
      'classroom.googleapis.com',
      'people.googleapis.com',
    ],
    authorization: 'Bearer {accessToken}',
  },
  servers: [
    mcpServer('gmail', 'Gmail', [`${SCOPE}gmail.readonly`]),
    mcpServer('drive', 'Google Drive', [`${SCOPE}drive.readonly`]),
    mcpServer('calendar', 'Google Calendar', [`${SCOPE}calendar.readonly`]),
    mcpServer('docs', 'Google Docs', [`${SCOPE}documents.readonly`]),
    mcpServer('sheets', 'Google Sheets', [`${SCOPE}spreadsheets.readonly`]),
    mcpServer('slides', 'Google Slides', [`${SCOPE}presentations.readonly`]),
    mcpServer('chat', 'Google Chat', [`${SCOPE}chat.messages.readonly`]),
    mcpServer('classroom', 'Google Classroom', [`${SCOPE}classroom.courses.readonly`]),
  ],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: 'All workspaces share the quotas of the platform’s Cloud project.',
    refreshToken:
      'Valid until it is revoked or unused for six months. An account has at most 100 for each client; a new one then ends the oldest.',
  },
  byo: {
    setUp: 'About 20 minutes in the Google Cloud console.',
    testUsers: '100 people while the consent screen is in testing.',
    quota: 'The quotas of your own Cloud project.',
    unverifiedScreen:
      '“Google hasn’t verified this app”, until Google has reviewed the sensitive and restricted scopes.',
    refreshToken: 'Expires after 7 days while the consent screen is “External” and “Testing”.',
    consoleUrl: 'https://console.cloud.google.com/auth/clients',
    steps: [
      'Create a client of type “Web application” in Google Auth Platform, Clients.',
      'Add the redirect URI shown here under “Authorized redirect URIs”.',
      'Enable the API of each product that you connect (Gmail, Drive, Calendar, Sheets …), and its MCP service for its MCP server.',
      'Publish the consent screen. While it is “External” and “Testing”, grants end after 7 days.',
    ],
  },
  source: {
    documents: [
      'https://developers.google.com/identity/protocols/oauth2/web-server',
      'https://developers.google.com/identity/protocols/oauth2#expiration',
      'https://developers.google.com/identity/openid-connect/openid-connect#prompt',
      'https://docs.cloud.google.com/mcp/set-up-authentication-mcp-servers',
      'https://developers.google.com/workspace/guides/configure-mcp-servers',
      'https://developers.google.com/workspace/guides/mcp-server-tools',
      'https://developers.google.com/workspace/classroom/guides/mcp/configure-mcp-server',
      'https://github.com/obot-platform/obot/issues/7433',
      'https://github.com/NousResearch/hermes-agent/issues/89412',
      'https://github.com/langgenius/dify/issues/36230',
    ],
    checkedOn: '2026-11-30',
    confidence: 'high',
    unsure: [
      'whether the MCP servers accept accounts outside an organisation: users report that every tool call is refused',
      'whether chatmcp and classroommcp answer lists without a token, as is observed for all others',
      'which scopes the tools of Docs, Sheets and Slides need beside their product’s: the guide also names drive.readonly',
      'the scopes of classroommcp, which are those of the Classroom API; the server is still in preview',
    ],
  },
};

/**
 * A remote MCP server of Google. It must be enabled in the client's Cloud project. It answers `initialize` and the lists without
 * a token, and asks for one only at `tools/call`.
 */
function mcpServer(product: string, name: string, scopes: string[]): ServerRegistration {
  const host = `${product}mcp.googleapis.com`;
  return {
    id: `google-${product}`,
    name,
    provider: 'google',
    url: `https://${host}/mcp/v1`,
    allowedHosts: [host],
    placements: [{ in: 'header', name: 'Authorization', value: 'Bearer {accessToken}' }],
    removeHeaders: ['Authorization', 'Cookie'],
    binding: 'request',
    discovery: false,
    scopes,
  };
}
