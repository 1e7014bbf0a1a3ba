/** What an MCP client does at an authorization server. */
import type { Fact } from './fact.ts';

export interface McpClient {
  /** The name in the stage's `mcpEndpoint.clients`. */
  id: string;
  name: string;
  /** Its client metadata document, which is its client id. Undefined: it has none of its own. */
  document: ClientDocument | undefined;
  /** Whether it registers itself (RFC 7591). */
  registers: Fact & { is: boolean };
  /** Where a person types a client id. */
  clientId: Fact;
  redirectUris: Fact & {
    /** To be registered for a client id. `<…>` stands for what differs from person to person. */
    uris: readonly string[];
    /** In their place where the issuer does not send `iss` (RFC 9207). Undefined: the same. */
    withoutIss?: readonly string[];
  };
  /** What it does where the metadata has no `code_challenge_methods_supported`, though MCP 2025-11-25 says: refuse. */
  withoutPkceList: Fact & { does: 'refuses' | 'goes on' | 'not known' };
  scopes: Fact | undefined;
  resource: Fact | undefined;
  /** Whether it authenticates at the token endpoint. */
  kind: Fact;
}

export interface ClientDocument extends Fact {
  url: string;
  /** `token_endpoint_auth_method` of the document, or those that it offers. The issuer has to list one of them. */
  methods: readonly string[];
}
