/** The MCP clients for which the page has a recipe. ops/sign-in/mcp-clients.ts has what they do at an issuer. */

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

/** Of an address, in which anybody can write anything. Pure. */
export function clientKindIn(text: string): ClientKind {
  return CLIENT_KINDS.find((kind) => kind === text) ?? 'claude';
}
