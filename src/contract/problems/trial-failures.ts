/** Why the answer of an MCP server to a trial cannot be shown. */
export const TRIAL_FAILURES = {
  address_refused: 'The server is at no public https address, so a trial may not reach it.',
  no_connection: 'No connection to the server was made, or it broke.',
  too_slow: 'The answer took too long.',
  too_large: 'The answer is too large.',
  redirect: 'The server answered with a redirect, which is not followed.',
  unreadable: 'The answer could not be decoded, or not be searched for the token.',
  http_error: 'The server answered with an HTTP error: `serverStatus`.',
  no_mcp: 'The server did not answer as an MCP server does.',
} as const;
export type TrialFailure = keyof typeof TRIAL_FAILURES;
