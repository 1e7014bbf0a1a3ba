/** `npm run example`: starts the runtime in front of the two MCP servers of `npm start`. */
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { number } from '../../command-line/option.ts';
import { startGateway } from './gateway.ts';
import { localSettings } from './settings.ts';

const { port } = fromCommandLine({
  call: 'npm run example',
  description: 'Runs an MCP runtime in front of the two MCP servers of npm start.',
  options: {
    port: number({ least: 1024, most: 65_530, usual: 3000 }, 'The port that npm start uses.'),
  },
}).options;

async function main(): Promise<void> {
  const gateway = await startGateway(localSettings(port));
  process.stdout.write(`
  The MCP runtime is running, with the tools ${gateway.tools.join(', ')}.

  Workspace acme    ${gateway.urlFor('acme')}
  Workspace globex  ${gateway.urlFor('globex')}

  Press Ctrl+C to stop it.

`);
  process.once('SIGINT', () => void gateway.close()).once('SIGTERM', () => void gateway.close());
}

main().catch((error: unknown) => {
  process.stderr.write(`The runtime did not start: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
