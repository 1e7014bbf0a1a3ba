/**
 * What the page must know of its environment. It asks for `/config.json` beside it, which the local environment writes
 * and a deployment uploads: the same build serves every stage. Nothing in it is secret.
 */
export interface DashboardConfig {
  /** OpenID provider that signs people in. */
  issuer: string;
  clientId: string;
  /** Sent as RFC 8707 `resource`: the API that the access token is for. */
  audience: string;
  /** Claim of the access token that lists `workspace:role` strings. */
  workspaceClaim: string;
  /** Where the API is reached, without a trailing slash. */
  apiOrigin: string;
}
