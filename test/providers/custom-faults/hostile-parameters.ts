/** Names that no admin may add to an authorization request. */

/** Parameters of ours, of the token request, and of OpenID Connect. */
export const RESERVED = [
  ...['state', 'redirect_uri', 'response_type', 'client_id', 'scope', 'nonce', 'code_challenge'],
  ...['code_challenge_method', 'request', 'request_uri', 'registration', 'id_token_hint', 'client_secret'],
  ...['client_key', 'user_scope', 'code', 'code_verifier', 'client_assertion', 'access_token'],
];

/** The same, written so that a comparison could miss them, and names of no form. */
export const DISGUISED = [
  ...['STATE', 'State', 'state[]', 'state[0]', 'state%5B%5D', ' state', 'state ', 'st\u0430te', 'ｓｔａｔｅ'],
  ...[
    'redirect-uri',
    'redirect.uri',
    'redirect uri',
    'redirectUri',
    'state\u0000',
    'state\u200b',
    'state&state',
  ],
  ...['', '__proto__2', 'a'.repeat(41)],
];
