import { DAY_IN_SECONDS } from '../contract/durations.ts';
import { recode, record } from '../oauth/dialects.ts';
import type { Provider, SpokenAnswer } from '../oauth/provider.ts';
import { remoteServer } from './mcp-server.ts';

/** Scopes are fixed at the app. A new consent of the same person ends the tokens of the earlier one (4741). */
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
    // Zoom calls the 90 days changeable, so they are no clock of ours.
    refresh: { kind: 'rotating', replay: 'fails', idleLimit: 90 * DAY_IN_SECONDS },
    errors: { deadGrant: [], configuration: ['redirect_uri_mismatch'], transient: [] },
    revocation: {
      kind: 'request',
      host: 'zoom.us',
      // The access token is the one that Zoom's page presents.
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
      // An access token that is over says nothing about the grant.
      alreadyGone: [],
      confirms: true,
      reach: 'grant',
      tokens: ['access'],
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
    // Zoom asks for a General app made by hand and its OAuth token: no dynamic registration.
    remoteServer({
      id: 'zoom-meetings',
      name: 'Zoom Meetings',
      provider: 'zoom',
      url: 'https://zoom.us/mcp/meeting/streamable',
      scopes: [],
    }),
  ],
  verified: {
    setUp: 'Nothing to do: allow it. An admin may have to approve the app for the account first.',
    quota: 'Rate limits are the account’s, by plan, shared with its other apps.',
    refreshToken: 'Good for one use; about 90 days, which Zoom calls changeable.',
  },
  byo: {
    setUp: 'About 10 minutes in the Zoom App Marketplace.',
    testUsers: 'People of your own account, until Zoom has reviewed the app.',
    quota: 'Rate limits are the account’s, by plan, shared with its other apps.',
    refreshToken: 'Good for one use; about 90 days. A new consent of the same person ends the earlier one.',
    consoleUrl: 'https://marketplace.zoom.us/develop/create',
    steps: [
      'Choose Develop, Build App, General App, user-managed.',
      'Set the redirect URI shown here as “OAuth redirect URL”, and add it to the allow list.',
      'Add the scopes: user:read:user, and those of the products that you connect. Zoom grants what the app has.',
      'Copy client id and client secret.',
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
      'where in an error body the numbers stand, and which of them a dead grant has',
      'how long a refresh token lives, and what its replay does beyond failing',
      'what a revocation answers for a token that is dead already',
      'which scopes the tools of zoom.us/mcp need; other products have addresses of their own',
    ],
  },
};

/** Numbers of the page of error messages, which Zoom puts beside or into the words. */
const DEAD = /\b(4711|473[345789]|4741)\b/;
const MISREGISTERED = /\b(470[246]|4717)\b/;

/** `{reason, error}`, the meaning in the reason: a spent code is `invalid_request` there. */
function zoomErrors(answer: SpokenAnswer): SpokenAnswer {
  const body = record(answer.body);
  if (!body || answer.status < 400) return answer;
  const words = [body.reason, body.error, body.code, body.errorCode].join(' ');
  if (DEAD.test(words) || /invalid token|authorization code/i.test(words))
    return recode(answer, 'invalid_grant');
  if (MISREGISTERED.test(words)) return recode(answer, 'invalid_client');
  return /\b4709\b|redirect/i.test(words) ? recode(answer, 'redirect_uri_mismatch') : answer;
}

/** A revocation says `{"status":"success"}`. */
function successAsStatus(answer: SpokenAnswer): SpokenAnswer {
  const hasFailed = answer.status === 200 && record(answer.body)?.status !== 'success';
  return hasFailed ? { ...answer, status: 400 } : answer;
}
