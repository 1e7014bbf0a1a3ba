/** `npm run example`: starts the runtime in front of the two MCP servers of `npm start`. */
import { parseArgs } from 'node:util';
import { startGateway } from './gateway.ts';
import { localSettings } from './settings.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '3000' } } });
  const gateway = await startGateway(localSettings(Number(values.port)));
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
