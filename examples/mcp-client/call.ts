/** `npm run example:call`: calls a tool through the endpoint of the local environment. */
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { number, oneOf, textOr } from '../../command-line/option.ts';
import { mintToken } from '../../local/mint-token.ts';
import { stateInUse } from '../../local/state-folders.ts';
import { callTool, KINDS } from './call-tool.ts';

const PEOPLE = ['ada', 'bob', 'mallory'] as const;
const { tool, workspace, client, port, as } = fromCommandLine({
  call: 'npm run example:call',
  description: 'Calls a tool through the endpoint that npm start runs, as an MCP client of a person does.',
  options: {
    tool: textOr('demo-notes__list_notes', '<name>', 'The tool.'),
    as: oneOf(PEOPLE, 'ada', 'The person who calls.'),
    workspace: textOr('acme', '<name>', 'The workspace.'),
    client: oneOf(KINDS, 'modern', 'The MCP era of the client.'),
    port: number({ least: 1024, most: 65_530, usual: 3000 }, 'The port that npm start uses.'),
  },
  notes: ['The environment variable CALLER_TOKEN replaces the token that the command signs itself.'],
}).options;

async function main(): Promise<void> {
  const url = `http://127.0.0.1:${port + 5}/mcp/${workspace}`;
  await fetch(url).catch(() => {
    throw new Error(`Nothing answers at ${url}. Is npm start running, with the same --port?`);
  });
  const token = process.env.CALLER_TOKEN ?? (await signedFor(url));
  const { content, isError } = await callTool({ url, token, tool, kind: client, showPage });
  for (const part of content) say(part.type === 'text' ? part.text : `(${part.type})`);
  if (isError) process.exitCode = 1;
}

/** A token for this address alone, as `npm run token` makes one. */
async function signedFor(audience: string): Promise<string> {
  return mintToken({ stateDir: await stateInUse(), person: as, audience, minutes: 60, now: Date.now() });
}

async function showPage({ url, message }: { url: string; message: string }): Promise<boolean> {
  say(`${message}\n\n  ${url}\n`);
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const closed = once(lines, 'close').then(() => 'n');
  const answer = await Promise.race([
    lines.question('Press Enter when you have connected, or type n and Enter to stop: '),
    closed,
  ]);
  lines.close();
  return answer.trim().toLowerCase() !== 'n';
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
