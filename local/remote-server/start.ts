/** `npm run example:remote`: starts a remote MCP server with an authorization server of its own, and prints its address. */
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { number } from '../../command-line/option.ts';
import { REMOTE_STATE } from '../state-folders.ts';
import { startRemoteServer } from './start-remote-server.ts';

const { port } = fromCommandLine({
  call: 'npm run example:remote',
  description: 'Runs a remote MCP server that has an authorization server of its own.',
  options: {
    // After the ports of npm start, of the example runtime and of the own server.
    port: number(
      { least: 1024, most: 65_534, usual: 3008 },
      'The port of the MCP server. Its authorization server uses the next one.',
    ),
  },
  notes: ['Ctrl+C stops the command. The next start knows who has connected.'],
}).options;

async function main(): Promise<void> {
  const server = await startRemoteServer({
    serverPort: port,
    authorizationPort: port + 1,
    stateDir: REMOTE_STATE,
  });
  process.stdout.write(`
  The remote MCP server is running. It has the tools add_note and share_notes.

  Address        ${server.url}
  Authorization  ${server.authorization.origin}

  Paste the address into the dashboard, at "MCP servers", "Add a server".
  Press Ctrl+C to stop the server.

`);
  process.once('SIGINT', () => void server.close()).once('SIGTERM', () => void server.close());
}

main().catch((error: unknown) => {
  const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const text = isTaken
    ? `Port ${port} or the next one is taken. Choose another one with --port.`
    : String(error);
  process.stderr.write(`The server did not start: ${text}\n`);
  process.exitCode = 1;
});
