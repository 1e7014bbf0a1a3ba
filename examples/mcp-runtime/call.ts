/** `npm run example:call`: signs in to the local environment and calls a tool of the runtime. */
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { fromCommandLine } from '../../command-line/from-command-line.ts';
import { number, oneOf, textOr } from '../../command-line/option.ts';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { callTool, KINDS } from './call-tool.ts';
import { localSettings } from './settings.ts';

const PEOPLE = ['ada', 'bob', 'mallory'] as const;
const { tool, workspace, client, port, as } = fromCommandLine({
  call: 'npm run example:call',
  description:
    'Signs in at the local environment, and calls a tool of the runtime that npm run example started.',
  options: {
    tool: textOr('list_notes', '<name>', 'The tool.'),
    as: oneOf(PEOPLE, 'ada', 'The person who signs in.'),
    workspace: textOr('acme', '<name>', 'The workspace.'),
    client: oneOf(KINDS, 'modern', 'The MCP era of the client.'),
    port: number({ least: 1024, most: 65_530, usual: 3000 }, 'The port that npm start uses.'),
  },
  notes: ['The environment variable CALLER_TOKEN replaces the sign-in.'],
}).options;

async function main(): Promise<void> {
  const url = `http://127.0.0.1:${localSettings(port).port}/${workspace}/mcp`;
  await fetch(url).catch(() => {
    throw new Error(`Nothing answers at ${url}. Is npm run example running, with the same --port?`);
  });
  const token = process.env.CALLER_TOKEN ?? (await signIn());
  const { content, isError } = await callTool({ url, token, tool, kind: client, showPage });
  for (const part of content) say(part.type === 'text' ? part.text : `(${part.type})`);
  if (isError) process.exitCode = 1;
}

async function signIn(): Promise<string> {
  const { issuer } = localSettings(port).signIn;
  const input = { issuer, dashboardUrl: `http://127.0.0.1:${port}`, person: as };
  return (await walkSignIn(input)).accessToken;
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
