/** The OAuth client of a program that uses the MCP SDK, and what the SDK stores for it. */

/** The redirect URI. */
export const BACK = 'http://localhost:8090/callback';

export const CLIENT_METADATA = {
  client_name: 'SDK client',
  redirect_uris: [BACK],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

/** The `OAuthClientProvider` of a program, for v1 and v2 of the SDK. The SDK does the sign-in; this class keeps the results in memory. */
export class KeptSignIn {
  clientMetadataUrl?: string;
  readonly redirectUrl = BACK;
  readonly clientMetadata = CLIENT_METADATA;
  client: unknown;
  kept: unknown;
  discovered: unknown;
  verifier = '';
  asked = '';
  constructor(clientMetadataUrl?: string) {
    if (clientMetadataUrl) this.clientMetadataUrl = clientMetadataUrl;
  }
  clientInformation() {
    return this.client as never;
  }
  saveClientInformation(client: unknown) {
    this.client = client;
  }
  tokens() {
    return this.kept as never;
  }
  saveTokens(tokens: unknown) {
    this.kept = tokens;
  }
  redirectToAuthorization(url: URL) {
    this.asked = url.href;
  }
  saveCodeVerifier(verifier: string) {
    this.verifier = verifier;
  }
  codeVerifier() {
    return this.verifier;
  }
  saveDiscoveryState(state: unknown) {
    this.discovered = state;
  }
  discoveryState() {
    return this.discovered as never;
  }
}
