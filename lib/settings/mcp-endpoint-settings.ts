/** What a stage sets for the one address at which a person's own MCP client finds the servers of a workspace. */

export interface McpEndpointSettings {
  /**
   * `aud` of the tokens for the address. It differs from `jwt.audience`, so that a token of an MCP client is good for nothing
   * else.
   * @default the address that the client calls
   */
  readonly audience?: string;
  /**
   * The scopes that a client is told to ask for.
   * @default none
   */
  readonly scopes?: string[];
  /**
   * Client ids for MCP clients that the issuer neither registers nor knows by their document, by the client's name:
   * `claude`, `claude-code`, `vscode`, `chatgpt`, `cursor` or `inspector` (ops/sign-in/mcp-clients.ts). People paste them
   * into their client; none is a secret.
   * @default none
   */
  readonly clients?: Readonly<Record<string, string>>;
}
