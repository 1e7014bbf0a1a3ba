/** Unmodified clients of both SDK lines that sign a person in by themselves: challenge, metadata, registration, consent, token. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { Browserless } from '../../local/browserless.ts';
import type { World } from '../journeys/world.ts';
import { KeptSignIn } from '../local/sign-in/kept-sign-in.ts';

interface Progress {
  progress: number;
  message?: string;
}
/** What a person's program does with its client. */
export interface PersonsClient {
  listTools(): Promise<{ tools: { name: string }[] }>;
  call(name: string, onprogress?: (progress: Progress) => void): Promise<unknown>;
  close(): Promise<void>;
}
/** Shows a page that the server wants shown, and returns when the person is done with it. */
export type Show = (url: string) => Promise<void>;
/** One attempt to connect. */
interface Attempt {
  connect(): Promise<void>;
  finish(answer: URLSearchParams): Promise<void>;
  client: PersonsClient;
}
type NewAttempt = (address: URL, kept: KeptSignIn, show: Show | undefined) => Attempt;

const INFO = { name: 'A client of Ada’s', version: '1' };
const capabilities = (show: Show | undefined) => (show ? { elicitation: { url: {} } } : {});
const asked = async (show: Show | undefined, params: unknown) => {
  await show?.((params as { url: string }).url);
  return { action: 'accept' as const };
};

function modern(mode: 'auto' | 'legacy'): NewAttempt {
  return (address, kept, show) => {
    const client = new Client(INFO, { capabilities: capabilities(show), versionNegotiation: { mode } });
    if (show) client.setRequestHandler('elicitation/create', ({ params }) => asked(show, params));
    const transport = new StreamableHTTPClientTransport(address, { authProvider: kept as never });
    return {
      connect: () => client.connect(transport),
      finish: (answer) => transport.finishAuth(answer),
      client: {
        listTools: () => client.listTools(),
        call: (name, onprogress) =>
          client.callTool({ name, arguments: {} }, { ...(onprogress && { onprogress }) }),
        close: () => client.close(),
      },
    };
  };
}

const old: NewAttempt = (address, kept, show) => {
  const client = new OldClient(INFO, { capabilities: capabilities(show) });
  const transport = new OldTransport(address, { authProvider: kept as never });
  return {
    connect: () => client.connect(transport as never),
    finish: (answer) => transport.finishAuth(answer.get('code') ?? ''),
    client: {
      listTools: () => client.listTools(),
      call: (name, onprogress) =>
        client.callTool(
          { name, arguments: {} },
          CallToolResultSchema,
          onprogress && { onprogress: onprogress as never },
        ),
      close: () => client.close(),
    },
  };
};

export const LINES = [
  ['@modelcontextprotocol/client 2.x', 'modern', modern('auto')],
  ['@modelcontextprotocol/client 2.x in the old protocol', 'legacy', modern('legacy')],
  ['@modelcontextprotocol/sdk 1.x', 'legacy', old],
] as const;

/** Connects, is refused, has Ada sign in and allow it over HTTP, and connects again. `kept` has the tokens afterwards. */
export async function signedInClient(
  newAttempt: NewAttempt,
  { environment: { urls } }: World,
  { path, show, kept = new KeptSignIn() }: { path: string; show?: Show | undefined; kept?: KeptSignIn },
): Promise<{ client: PersonsClient; kept: KeptSignIn; consentPage: string }> {
  const address = new URL(`${urls.endpoint}${path}`);
  const first = newAttempt(address, kept, show);
  const refusal = await first.connect().then(
    () => 'connected without a sign-in',
    (error: Error) => error.constructor.name,
  );
  if (refusal !== 'UnauthorizedError') throw new Error(refusal);
  const browser = new Browserless({ stopAt: ({ origin }) => origin !== urls.identityProvider });
  const page = await browser.press(await browser.open(kept.asked), 'Ada');
  const back = await browser.press(page, 'Allow');
  await first.finish(new URL(back.url).searchParams);
  await first.client.close();
  const second = newAttempt(address, kept, show);
  await second.connect();
  return { client: second.client, kept, consentPage: page.html };
}
