import { codeAsError, record } from '../oauth/dialects.ts';
import type { Provider } from '../oauth/provider.ts';

/** Refresh tokens are single-use. Presenting a spent one ends all tokens of its lineage. */
export const canva: Provider = {
  id: 'canva',
  name: 'Canva',
  oauth: {
    issuer: 'https://www.canva.com',
    authorizationEndpoint: 'https://www.canva.com/api/oauth/authorize',
    tokenEndpoint: 'https://api.canva.com/rest/v1/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    // Required for every client.
    pkce: 'S256',
    authorizationParameters: {},
    scopes: { parameter: 'scope', always: ['profile:read'], requestSeparator: ' ', answerSeparator: ' ' },
    dialect: { answer: codeAsError },
    accessTokenLifetime: 14_400,
    refresh: { kind: 'rotating', replay: 'kills-family' },
    errors: {
      // The person may no longer use the app.
      deadGrant: ['unauthorized_user'],
      // At the token endpoint `invalid_access_token` means “Client secret is invalid”.
      configuration: ['invalid_access_token', 'invalid_field', 'missing_field', 'invalid_basic_header'],
      transient: ['too_many_requests', 'internal_error'],
    },
    revocation: {
      kind: 'rfc7009',
      endpoint: 'https://api.canva.com/rest/v1/oauth/revoke',
      clientAuthentication: 'as-token-endpoint',
      // Ends all tokens of the lineage and the person's consent.
      reach: 'grant',
      tokens: ['refresh'],
      alreadyGone: [],
      confirms: true,
      byHandAt: 'https://www.canva.com/settings/',
    },
    account: {
      kind: 'endpoint',
      // This endpoint needs no scope, but its answer has no name.
      endpoint: 'https://api.canva.com/rest/v1/users/me',
      headers: {},
      read: (answer) => {
        const { user_id: id } = record(record(answer)?.team_user) ?? {};
        return typeof id === 'string' ? { id, label: id } : undefined;
      },
      label: {
        endpoint: 'https://api.canva.com/rest/v1/users/me/profile',
        read: (answer) => {
          const { display_name: name } = record(record(answer)?.profile) ?? {};
          return typeof name === 'string' ? name : undefined;
        },
      },
    },
  },
  products: [
    {
      id: 'canva',
      name: 'Canva',
      scopes: [
        { scope: 'design:meta:read', description: 'See titles and owners of designs', default: true },
        { scope: 'design:content:read', description: 'Read designs', default: true },
        { scope: 'asset:read', description: 'See uploaded images and videos', default: true },
        { scope: 'folder:read', description: 'See folders and what is in them', default: true },
        // A write scope does not include the read scope.
        { scope: 'design:content:write', description: 'Create designs', default: false },
        { scope: 'asset:write', description: 'Upload, change and delete assets', default: false },
        { scope: 'folder:write', description: 'Add, move and delete folders', default: false },
        { scope: 'comment:write', description: 'Write comments on designs', default: false },
      ],
    },
  ],
  api: { hosts: ['api.canva.com'], authorization: 'Bearer {accessToken}' },
  // mcp.canva.com accepts only tokens of its own authorization server.
  servers: [],
  verified: {
    setUp: 'Nothing to do. Choose what to connect and allow it.',
    quota: 'Counted for each app and person.',
    refreshToken: 'Valid for one use; its lifetime is not documented.',
  },
  byo: {
    setUp: 'About 5 minutes in Canva’s developer portal; Canva asks for two-step sign-in first.',
    testUsers: 'Only members of your own team, until Canva has reviewed the integration.',
    quota: 'Counted for each app and person.',
    refreshToken: 'The same as with the verified app.',
    consoleUrl: 'https://www.canva.com/developers/integrations',
    steps: [
      'Choose “Create an integration”, public or private to your Canva Enterprise team.',
      'Copy the client id, and generate a client secret under “Credentials”.',
      'Select every scope that you want to use, and profile:read, under “Scopes”.',
      'Add the redirect URI shown here under “Authentication”.',
    ],
  },
  source: {
    documents: [
      'https://www.canva.dev/docs/connect/authentication/',
      'https://www.canva.dev/docs/connect/api-reference/authentication/generate-access-token/',
      'https://www.canva.dev/docs/connect/api-reference/authentication/revoke-token/',
      'https://github.com/canva-sdks/canva-connect-api-starter-kit/blob/main/openapi/spec.yml',
    ],
    checkedOn: '2026-11-24',
    confidence: 'high',
    unsure: [
      'the lifetime of a refresh token',
      'the OpenAPI file of 2026-08 names api.canva.com/auth as a further base of the token endpoint and calls /rest deprecated; the reference still names /rest',
      'what a revocation answers for a token that has already ended',
    ],
  },
};
