/**
 * Stands on this machine for the API of a provider whose MCP server is tested. It knows whose token it was sent, because it
 * asks the demo provider, which issued it.
 */
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';

export interface ApiCall {
  /** With its query. */
  path: string;
  method: string;
  headers: IncomingMessage['headers'];
  /** The bearer token, as it arrived. */
  token: string | undefined;
  /** Whose token it is; undefined for one that is not good. */
  account: string | undefined;
  body: string;
}

export interface FakeApi {
  origin: string;
  /** Oldest first. */
  calls: ApiCall[];
  /** Every token that ever arrived, with and without its prefix. */
  tokens: ReadonlySet<string>;
  /** The next so many calls are answered when all of them have arrived. */
  answerTogether(count: number): void;
  close(): Promise<void>;
}

/** `prefix` is what the registration puts before the token, for servers that look at how it begins. */
export async function startFakeApi(
  { demoProvider, prefix = '' }: { demoProvider: string; prefix?: string },
  answer: (call: ApiCall) => { status?: number; body: unknown },
): Promise<FakeApi> {
  const calls: ApiCall[] = [];
  const tokens = new Set<string>();
  let gate = openGate();
  const { origin, close } = await listenOnLoopback(0, () => (request, response) => {
    void (async () => {
      const call = await callOf(request, { demoProvider, prefix });
      calls.push(call);
      if (call.token !== undefined) tokens.add(call.token).add(call.token.replace(prefix, ''));
      await gate.arrived();
      const { status = 200, body } = call.account === undefined ? UNAUTHORIZED : answer(call);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    })();
  });
  const answerTogether = (count: number) => {
    gate = openGate(count);
  };
  return { origin, calls, tokens, answerTogether, close };
}

const UNAUTHORIZED = { status: 401, body: { message: 'unauthorized' } };

async function callOf(
  request: IncomingMessage,
  { demoProvider, prefix }: { demoProvider: string; prefix: string },
): Promise<ApiCall> {
  const { url: path = '', method = '', headers } = request;
  const body = await text(request);
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const own = token?.startsWith(prefix) ? token.slice(prefix.length) : undefined;
  const account = own === undefined ? undefined : await accountOf(demoProvider, own);
  return { path, method, headers, token, account, body };
}

async function accountOf(demoProvider: string, token: string): Promise<string | undefined> {
  const response = await fetch(`${demoProvider}/api/notes`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { account } = (await response.json()) as { account?: string };
  return account;
}

/** Lets everybody through when so many have come. */
function openGate(count = 0) {
  let waiting = count;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    arrived(): Promise<void> {
      waiting -= 1;
      if (waiting <= 0) open();
      return opened;
    },
  };
}
