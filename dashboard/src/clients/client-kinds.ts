/** The MCP clients for which the page has a recipe. ops/sign-in/mcp-clients.ts says how each client signs in at an issuer. */

/** The ids are those of `mcpEndpoint.clients`. */
export const CLIENT_NAMES = {
  claude: 'Claude',
  'claude-code': 'Claude Code',
  vscode: 'VS Code',
  chatgpt: 'ChatGPT',
  cursor: 'Cursor',
  inspector: 'MCP Inspector',
} as const;

export type ClientKind = keyof typeof CLIENT_NAMES;
export const CLIENT_KINDS = Object.keys(CLIENT_NAMES) as ClientKind[];

/** The client that the address of the page names. Anybody can write anything there: any other text means Claude. Pure. */
export function clientKindIn(text: string): ClientKind {
  return CLIENT_KINDS.find((kind) => kind === text) ?? 'claude';
}
