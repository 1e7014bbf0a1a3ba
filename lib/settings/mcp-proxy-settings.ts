/** What a stage sets for an MCP server that clients reach through the stage's REST API. */

export interface McpProxySettings {
  /** The server's id in the stage's `servers`; it is also the server's path in the REST API. */
  readonly server: string;
  /**
   * Headers of the server's answers that are sent to the client. Spell each as the server does: API Gateway treats
   * `Content-Type` and `content-type` as different headers.
   * @default ['Content-Type', 'Mcp-Session-Id']
   */
  readonly answerHeaders?: string[];
  /**
   * Whether somebody has seen the server answer 400 when `Mcp-Name` differs from the name in the body. Only then does an
   * allow-list of tools hold, so a registration with an allow-list requires this.
   * @default false
   */
  readonly serverComparesHeadersWithBody?: boolean;
}
