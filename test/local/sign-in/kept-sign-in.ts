/** What a program gives the SDK’s own OAuth client. */
/** Where the answer of a consent goes. */
export const BACK = 'http://localhost:8090/callback';

export const CLIENT_METADATA = {
  client_name: 'SDK client',
  redirect_uris: [BACK],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

/** What a client of either SDK line keeps of its sign-in, in memory; the SDK does the sign-in itself. */
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
