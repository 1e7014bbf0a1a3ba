/** `npm run example:call`: signs in to the local environment and calls a tool of the runtime. */
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { walkSignIn } from '../../local/walk-sign-in.ts';
import { callTool, KINDS } from './call-tool.ts';
import { localSettings } from './settings.ts';

const USAGE = `npm run example:call -- [--tool list_notes] [--as ada|bob|mallory] [--workspace acme]
                            [--client ${KINDS.join('|')}] [--port 3000]
If the variable CALLER_TOKEN is set, its token is used instead of a sign-in.`;

type Person = Parameters<typeof walkSignIn>[0]['person'];

async function main(): Promise<void> {
  const { tool, workspace, client, port, as } = options();
  const kind = KINDS.find((known) => known === client);
  if (!kind) throw new Error(`--client must be one of ${KINDS.join(', ')}.\n${USAGE}`);
  const url = `http://127.0.0.1:${localSettings(port).port}/${workspace}/mcp`;
  await fetch(url).catch(() => {
    throw new Error(`There is no answer from ${url}. Start npm run example first, with the same --port.`);
  });
  const token = process.env.CALLER_TOKEN ?? (await signIn(port, as));
  const { content, isError } = await callTool({ url, token, tool, kind, showPage });
  for (const part of content) say(part.type === 'text' ? part.text : `(${part.type})`);
  if (isError) process.exitCode = 1;
}

function options() {
  const text = (value: string) => ({ type: 'string', default: value }) as const;
  const [tool, as, workspace] = [text('list_notes'), text('ada'), text('acme')];
  try {
    const { values } = parseArgs({
      options: { tool, as, workspace, client: text('modern'), port: text('3000') },
    });
    return { ...values, port: Number(values.port) };
  } catch {
    throw new Error(`An option is unknown or has no value.\n${USAGE}`);
  }
}

async function signIn(port: number, person: string): Promise<string> {
  const { issuer } = localSettings(port).signIn;
  const input = { issuer, dashboardUrl: `http://127.0.0.1:${port}`, person: person as Person };
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
