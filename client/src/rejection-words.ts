/** What providers say to a token that they do not accept. Closed lists, compared in small letters. */

/** Codes of machines. Where no HTTP status says otherwise, each means that the token is not accepted. */
const CODES = [
  // `invalid_token` of RFC 6750 section 3.1, and the spellings of Zendesk, Zoho and Atlassian.
  'invalid_token',
  'invalid_access_token',
  'token_expired',
  'expired_token',
  'expired_access_token',
  'token_revoked',
  // Slack
  'invalid_auth',
  'not_authed',
  'account_inactive',
  // Google, GraphQL (Linear), Airtable
  'unauthenticated',
  'invalid_credentials',
  'authentication_required',
  'authentication_error',
  // HubSpot, Salesforce, Microsoft Graph
  'invalid_authentication',
  'expired_authentication',
  'invalid_session_id',
  'invalidauthenticationtoken',
  // Notion, Box
  'unauthorized',
  // RFC 6749 section 5.2, of a server that refreshes by itself.
  'invalid_grant',
];

/** Sentences of providers, without the full stop. */
const SENTENCES = [
  'unauthorized',
  'bad credentials',
  'invalid credentials',
  'invalid access token',
  'invalid token',
  'api token is invalid',
  'access token expired',
  'the access token expired',
  'the access token has expired',
  'access token has expired',
  'access token has expired or is not yet valid',
  'token has been expired or revoked',
  'token has expired',
  'token expired',
  'session expired or invalid',
  'client must be authenticated to access this resource',
  'not authenticated',
  'authentication required',
  'authentication required, not authenticated',
  'request had invalid authentication credentials',
];

/** What a sentence with a bare number speaks of if the number is the status of a refused token. */
export const OF_SIGNING_IN =
  /unauthori[sz]ed|authenticat|credential|\btokens?\b|\bsession\b|\bexpired\b|\brevoked\b|\blog(?:ged)?[ -]?in\b|\bsign(?:ed)?[ -]?in\b/i;

/** What a sentence with a bare number speaks of if the number is the status of an answer. */
export const OF_AN_ANSWER =
  /fail|\b\w*errors?\b|\bstatus|\bhttp|\bapi\b|\bre(?:quest|sponse|sponded|turned|ceived|jected|fused)|\b(?:get|post|put|patch|delete) |\bgot\b|\banswered\b/i;

/** Statuses that say something else about a request, whatever stands beside them. */
export const OTHER_REFUSALS = ['403', '404', '429'];

const ALL = new Set([...CODES, ...SENTENCES]);

/** The word of the list that this is; undefined for any other text. */
export function rejectionWord(text: string): string | undefined {
  if (text.length > 100) return undefined;
  const plain = text
    .toLowerCase()
    .replace(/^[\s'"“”.!]+|[\s'"“”.!]+$/g, '')
    .replace(/\s+/g, ' ');
  return ALL.has(plain) ? plain : undefined;
}
