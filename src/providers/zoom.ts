import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { recode, record } from '../oauth/dialects.ts';
import type { ParsedAnswer, Provider } from '../oauth/provider.ts';
import { remoteServer } from './mcp-server.ts';

/** The app's registration defines the scopes. A new consent of a person ends the tokens of the earlier one (error 4741). */
export const zoom: Provider = {
  id: 'zoom',
  name: 'Zoom',
  oauth: {
    issuer: 'https://zoom.us',
    authorizationEndpoint: 'https://zoom.us/oauth/authorize',
    tokenEndpoint: 'https://zoom.us/oauth/token',
    authorizationResponseIss: 'if-present',
    clientAuthentication: 'client_secret_basic',
    pkce: 'S256',
    authorizationParameters: {},
    scopes: {
      parameter: 'none',
      always: ['user:read:user'],
      requestSeparator: ' ',
      answerSeparator: ' ',
    },
    dialect: { answer: zoomErrors },
    accessTokenLifetime: 3600,
    // Zoom says that the 90 days may change, so they are not used as a fixed expiry.
    refresh: { kind: 'rotating', replay: 'fails', idleLimit: 90 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: ['redirect_uri_mismatch'], transient: [] },
    revocation: {
      kind: 'request',
      host: 'zoom.us',
      // Zoom's documentation revokes the access token.
      build: ({ clientId, clientSecret, token }) => ({
        url: 'https://zoom.us/oauth/revoke',
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        },
        body: new URLSearchParams({ token }).toString(),
      }),
      answer: successAsStatus,
      okStatus: [200],
      alreadyGoneStatus: [],
      // After an error for an expired access token the grant may still be valid.
      alreadyGone: [],
      confirms: true,
      reach: 'grant',
      tokens: ['access'],
      needs: 'live-access-token',
      byHandAt: 'https://marketplace.zoom.us/user/installed',
    },
    account: {
      kind: 'endpoint',
      endpoint: 'https://api.zoom.us/v2/users/me',
      headers: {},
      read: (answer) => {
        const { id, email } = answer as { id?: unknown; email?: unknown };
        return typeof id === 'string' && typeof email === 'string' ? { id, label: email } : undefined;
      },
    },
  },
  products: [
    {
      id: 'zoom',
      name: 'Zoom',
      scopes: [
        { scope: 'meeting:read:meeting', description: 'Read a meeting', default: true },
        { scope: 'meeting:read:list_meetings', description: 'List meetings', default: true },
        { scope: 'meeting:write:meeting', description: 'Schedule meetings', default: false },
        {
          scope: 'cloud_recording:read:list_user_recordings',
          description: 'List cloud recordings',
          default: false,
        },
      ],
    },
  ],
  api: { hosts: ['api.zoom.us'], authorization: 'Bearer {accessToken}' },
  servers: [
    // Zoom requires the token of a General app that a person registered; there is no dynamic registration.
    remoteServer({
      id: 'zoom-meetings',
      name: 'Zoom Meetings',
      provider: 'zoom',
      url: 'https://zoom.us/mcp/meeting/streamable',
      scopes: [],
    }),
  ],
  verified: {
    setUp: 'Nothing to do. Allow the app. An admin may have to approve it for the account first.',
    quota: 'Depends on the account’s plan, and is shared with its other apps.',
    refreshToken: 'Valid for one use and about 90 days, which Zoom may change.',
  },
  byo: {
    setUp: 'About 10 minutes in the Zoom App Marketplace.',
    testUsers: 'Only people in your own account, until Zoom has reviewed the app.',
    quota: 'Depends on the account’s plan, and is shared with its other apps.',
    refreshToken:
      'Valid for one use and about 90 days. A new consent of the same person ends the earlier one.',
    consoleUrl: 'https://marketplace.zoom.us/develop/create',
    steps: [
      'Choose Develop, Build App, General App, user-managed.',
      'Set the redirect URI shown here as “OAuth redirect URL”, and add it to the allow list.',
      'Add the scope user:read:user and the scopes that you want to use. Every connection gets all scopes of the app.',
      'Copy the client id and the client secret.',
    ],
  },
  source: {
    documents: [
      'https://developers.zoom.us/docs/integrations/oauth/',
      'https://developers.zoom.us/docs/integrations/oauth-error-messages/',
      'https://developers.zoom.us/docs/mcp/servers/connect-to-zoom-mcp-servers/',
    ],
    checkedOn: '2026-11-24',
    confidence: 'medium',
    unsure: [
      'in which member of an error body the error number is, and which numbers mean an ended grant',
      'the lifetime of a refresh token, and whether its replay ends the grant',
      'what a revocation answers for a token that has already ended',
      'which scopes the tools of zoom.us/mcp need, and the addresses for other products',
    ],
  },
};

/** Error numbers from Zoom's page of error messages. They are in a member of their own or in the text. */
const DEAD = /\b(4711|473[345789]|4741)\b/;
const MISREGISTERED = /\b(470[246]|4717)\b/;

/** Zoom's errors are `{reason, error}`, and only the reason is precise: a spent code is `invalid_request`. */
function zoomErrors(answer: ParsedAnswer): ParsedAnswer {
  const body = record(answer.body);
  if (!body || answer.status < 400) return answer;
  const words = [body.reason, body.error, body.code, body.errorCode].join(' ');
  if (DEAD.test(words) || /invalid token|authorization code/i.test(words))
    return recode(answer, 'invalid_grant');
  if (MISREGISTERED.test(words)) return recode(answer, 'invalid_client');
  return /\b4709\b|redirect/i.test(words) ? recode(answer, 'redirect_uri_mismatch') : answer;
}

/** A successful revocation has `{"status":"success"}`; without it the answer becomes an error. */
function successAsStatus(answer: ParsedAnswer): ParsedAnswer {
  const hasFailed = answer.status === 200 && record(answer.body)?.status !== 'success';
  return hasFailed ? { ...answer, status: 400 } : answer;
}
