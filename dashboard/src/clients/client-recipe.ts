/** What a person does in a client so that it uses an address. Sources: docs/one-address.md, “What people paste”. Pure. */
import type { ClientKind } from './client-kinds.ts';

export interface Pasted {
  address: string;
  /** The name of the address in the settings of the client. */
  name: string;
  /** Undefined: the environment names no client id. The client then signs in by its metadata document, or registers itself. */
  clientId?: string | undefined;
}

export interface Recipe {
  steps: string[];
  /** A text to paste, which has the address in it, and where to paste the text. */
  snippet?: { where: string; text: string };
  /** Whose cloud calls the address. Absent: the machine of the person does. */
  cloud?: string;
}

export function recipeOf(kind: ClientKind, pasted: Pasted): Recipe {
  return RECIPES[kind](pasted);
}

const RECIPES: Record<ClientKind, (pasted: Pasted) => Recipe> = {
  claude: ({ clientId }) => ({
    steps: [
      'Open “Customize”, then “Connectors”, and choose “Add custom connector”. In a Team or Enterprise plan an owner adds it.',
      'Paste the address.',
      ...ifNamed(clientId, 'Paste the client id under “Advanced settings”, and leave the secret empty.'),
      'Choose “Connect”, and sign in.',
    ],
    cloud: 'Anthropic',
  }),
  'claude-code': ({ address, name, clientId }) => ({
    steps: ['Run the command.', 'In Claude Code, type /mcp, choose the server and sign in.'],
    snippet: {
      where: 'In a terminal',
      text: command(
        ['claude', 'mcp', 'add', '--transport', 'http'],
        // The port is a part of the redirect URI that the operator registered.
        clientId === undefined ? [] : ['--client-id', clientId, '--callback-port', '8080'],
        [name, address],
      ),
    },
  }),
  vscode: ({ address, name, clientId }) => ({
    steps: ['Put this into the file, and choose “Start” above the entry.', 'Sign in when VS Code asks.'],
    snippet: {
      where: '.vscode/mcp.json',
      text: json({
        servers: { [name]: { type: 'http', url: address, ...(clientId && { oauth: { clientId } }) } },
      }),
    },
  }),
  chatgpt: ({ clientId }) => ({
    steps: [
      'Turn on “Developer mode” in the settings.',
      'Create an app, paste the address, and choose OAuth.',
      ...ifNamed(clientId, 'Paste the client id, and leave the secret empty.'),
      'Sign in when ChatGPT asks.',
    ],
    cloud: 'OpenAI',
  }),
  cursor: ({ address, name, clientId }) => ({
    steps: ['Put this into the file.', 'In the MCP settings of Cursor, choose “Connect”, and sign in.'],
    snippet: {
      where: '~/.cursor/mcp.json',
      text: json({
        mcpServers: { [name]: { url: address, ...(clientId && { auth: { CLIENT_ID: clientId } }) } },
      }),
    },
  }),
  inspector: ({ address, clientId }) => ({
    steps: ['Run the command. It opens the sign-in, and then lists the tools.'],
    snippet: {
      where: 'In a terminal',
      text: command(
        ['npx', '@modelcontextprotocol/inspector', '--cli', address, '--transport', 'http'],
        clientId === undefined ? [] : ['--client-id', clientId],
        ['--method', 'tools/list'],
      ),
    },
  }),
};

function ifNamed(clientId: string | undefined, step: string): string[] {
  return clientId === undefined ? [] : [step];
}

function json(value: object): string {
  return JSON.stringify(value, null, 2);
}

/** A command on one line, which each shell can read. */
function command(...parts: string[][]): string {
  return parts.flat().map(word).join(' ');
}

/** One word of a command. A client id can be any text, in which a shell must find no command. */
function word(text: string): string {
  return /^[\w@%+=:,./-][\w@%+=:,./~-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
