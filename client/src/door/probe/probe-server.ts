/**
 * Finds out whether a server compares the headers of MCP with the body, as MCP 2026-07-28 demands (Streamable HTTP, "Server
 * Validation"). It sends pairs that differ, of a tool that does not exist: a server that does not compare them runs nothing.
 */
import { DoorError } from '../door-error.ts';

export interface Probed {
  /** Whether each pair that differs was refused, and the pair that agrees was not refused for its headers. */
  comparesHeaders: boolean;
  /** One line for each pair. */
  lines: string[];
}

type Send = (url: URL, init: RequestInit) => Promise<Response>;

const VERSION = '2026-07-28';
const NAME = 'connections-door-probe';
/** The code of HeaderMismatch in JSON-RPC errors of MCP 2026-07-28. */
const MISMATCH = -32_020;

interface Pair {
  what: string;
  headers: Record<string, string>;
  differs: boolean;
}

const PAIRS: Pair[] = [
  { what: 'headers that agree', headers: { 'Mcp-Method': 'tools/call', 'Mcp-Name': NAME }, differs: false },
  {
    what: 'another Mcp-Name',
    headers: { 'Mcp-Method': 'tools/call', 'Mcp-Name': `${NAME}-2` },
    differs: true,
  },
  { what: 'another Mcp-Method', headers: { 'Mcp-Method': 'tools/list' }, differs: true },
  { what: 'no Mcp-Name', headers: { 'Mcp-Method': 'tools/call' }, differs: true },
];

/** `authorization` is what the server wants in `header`, if it wants a token. @throws {DoorError} `probe_failed` */
export async function probeServer(
  url: URL,
  { credential = {}, send }: { credential?: Record<string, string>; send: Send },
): Promise<Probed> {
  const results: { pair: Pair; refused: boolean; status: number }[] = [];
  for (const pair of PAIRS)
    results.push({ pair, ...(await ask(url, { ...credential, ...pair.headers }, send)) });
  const lines = results.map(
    ({ pair, refused, status }) => `${pair.what}: ${status}${refused ? ', refused for its headers' : ''}`,
  );
  return { comparesHeaders: results.every(({ pair, refused }) => pair.differs === refused), lines };
}

async function ask(
  url: URL,
  headers: Record<string, string>,
  send: Send,
): Promise<{ refused: boolean; status: number }> {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': VERSION,
    'io.modelcontextprotocol/clientInfo': { name: NAME, version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: NAME, arguments: {}, _meta: meta },
  };
  const fixed = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': VERSION,
  };
  const answer = await sent(
    send(url, {
      method: 'POST',
      headers: { ...headers, ...fixed },
      body: JSON.stringify(body),
      redirect: 'manual',
    }),
  );
  const text = await sent(answer.text());
  if ([301, 302, 307, 308, 401, 403, 404].includes(answer.status) || answer.status >= 500)
    throw new DoorError(
      'probe_failed',
      `the server answered ${answer.status}, which says nothing about its headers`,
    );
  return { status: answer.status, refused: answer.status === 400 && codeIn(text) === MISMATCH };
}

/** The error of fetch can hold the URL. */
const sent = <Value>(pending: Promise<Value>) =>
  pending.catch((): never => {
    throw new DoorError('probe_failed', 'the server does not answer');
  });

function codeIn(text: string): unknown {
  try {
    return JSON.parse(text).error?.code;
  } catch {
    return undefined;
  }
}
