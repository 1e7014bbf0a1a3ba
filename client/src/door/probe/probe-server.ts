/**
 * Finds out whether a server compares the headers of MCP with the body, as MCP 2026-07-28 demands (Streamable HTTP, "Server
 * Validation"). It sends pairs that differ, of a tool that does not exist: a server that does not compare them runs nothing.
 */
import { DoorError } from '../door-error.ts';

export interface Probed {
  /** Whether each pair that differs was refused as it must be, and the pair that agrees was not refused for its headers. */
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
  body: string;
  /** `no`: it may be run. `mismatch`: HeaderMismatch is the answer. `any`: 400 is, for whatever reason. */
  refused: 'no' | 'mismatch' | 'any';
}

const metaOf = (version: string) => ({
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientInfo': { name: NAME, version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
});
const callWith = (_meta?: object) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: NAME, arguments: {}, ...(_meta && { _meta }) },
});
const CALL = JSON.stringify(callWith(metaOf(VERSION)));
const AS_LIST = { 'Mcp-Method': 'tools/list' };

const PAIRS: Pair[] = [
  {
    what: 'headers that agree',
    headers: { 'Mcp-Method': 'tools/call', 'Mcp-Name': NAME },
    body: CALL,
    refused: 'no',
  },
  {
    what: 'another Mcp-Name',
    headers: { 'Mcp-Method': 'tools/call', 'Mcp-Name': `${NAME}-2` },
    body: CALL,
    refused: 'mismatch',
  },
  { what: 'another Mcp-Method', headers: AS_LIST, body: CALL, refused: 'mismatch' },
  { what: 'no Mcp-Name', headers: { 'Mcp-Method': 'tools/call' }, body: CALL, refused: 'mismatch' },
  // A server could compare headers only with a body that says the version too.
  { what: 'no version in the body', headers: AS_LIST, body: JSON.stringify(callWith()), refused: 'any' },
  {
    what: 'an older version in the body',
    headers: AS_LIST,
    body: JSON.stringify(callWith(metaOf('2025-11-25'))),
    refused: 'any',
  },
  { what: 'a batch', headers: AS_LIST, body: `[${CALL}]`, refused: 'any' },
];

/** `authorization` is what the server wants in `header`, if it wants a token. @throws {DoorError} `probe_failed` */
export async function probeServer(
  url: URL,
  { credential = {}, send }: { credential?: Record<string, string>; send: Send },
): Promise<Probed> {
  const results: { pair: Pair; mismatch: boolean; status: number }[] = [];
  for (const pair of PAIRS) results.push({ pair, ...(await ask(url, { pair, credential, send })) });
  const lines = results.map(
    ({ pair, mismatch, status }) => `${pair.what}: ${status}${mismatch ? ', refused for its headers' : ''}`,
  );
  const isAsItMust = ({ pair: { refused }, mismatch, status }: (typeof results)[number]) =>
    refused === 'any' ? status === 400 : mismatch === (refused === 'mismatch');
  return { comparesHeaders: results.every(isAsItMust), lines };
}

async function ask(
  url: URL,
  { pair, credential, send }: { pair: Pair; credential: Record<string, string>; send: Send },
): Promise<{ mismatch: boolean; status: number }> {
  const fixed = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': VERSION,
  };
  const answer = await sent(
    send(url, {
      method: 'POST',
      headers: { ...credential, ...pair.headers, ...fixed },
      body: pair.body,
      redirect: 'manual',
    }),
  );
  const text = await sent(answer.text());
  if ([301, 302, 307, 308, 401, 403, 404].includes(answer.status) || answer.status >= 500)
    throw new DoorError(
      'probe_failed',
      `the server answered ${answer.status}, which says nothing about its headers`,
    );
  return { status: answer.status, mismatch: answer.status === 400 && codeIn(text) === MISMATCH };
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
