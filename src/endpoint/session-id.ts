/**
 * Session ids of clients of 2025-11-25 and older, which declare their capabilities only once, at `initialize`. The id holds what
 * they declared, because nothing is kept between requests. It is authenticated and bound to the person, the workspace and the
 * path: for anybody else there is no such session (T231).
 */
import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { isMacOf, MAC_LENGTH, macOf } from '../vault/mac.ts';
import type { EndpointPorts } from './endpoint-ports.ts';
import { ENDPOINT_LIMITS as LIMITS } from './limits.ts';
import type { Visit } from './visit.ts';

/** What an older client said at `initialize`. */
export interface Session {
  id: string;
  protocolVersion: string;
  /** Whether it can show a page: `elicitation.url`, which exists since 2025-11-25. */
  opensUrls: boolean;
}

export type SessionPorts = Pick<EndpointPorts, 'keys' | 'clock' | 'random'>;

const EPOCH_LENGTH = 4;
const HEAD_LENGTH = EPOCH_LENGTH + MAC_LENGTH;
const NONCE_LENGTH = 12;
const SINCE = '2025-11-25';

/** The id of a new session. `params`: those of the `initialize` request. */
export async function newSessionId(ports: SessionPorts, visit: Visit, params: unknown): Promise<string> {
  const declared = declaredIn(params);
  // Two clients of one person count their requests from 0: the nonce keeps their sessions apart.
  const nonce = Buffer.from(ports.random.bytes(NONCE_LENGTH)).toString('base64url');
  const content = JSON.stringify([declared.protocolVersion, declared.opensUrls ? 1 : 0, nonce]);
  const epoch = dayOf(ports.clock.now());
  const mac = macOf(await ports.keys.of(epoch), boundParts(epoch, visit, content));
  return Buffer.concat([bytesOf(epoch), mac, Buffer.from(content)]).toString('base64url');
}

/** The session of an id. Undefined: it is of nobody, of somebody else, of another path, altered, or too old. */
export async function sessionOf(
  { keys, clock }: SessionPorts,
  visit: Visit,
  id: string,
): Promise<Session | undefined> {
  const bytes = Buffer.from(id.slice(0, LIMITS.sessionId), 'base64url');
  // The decoder also takes padding, other alphabets and left-over bits: one id has one text.
  if (bytes.length <= HEAD_LENGTH || bytes.toString('base64url') !== id) return undefined;
  const epoch = bytes.readUInt32BE();
  const age = dayOf(clock.now()) - epoch;
  // The clock of the process that made the id may be ahead.
  if (age < -1 || age > LIMITS.sessionDays) return undefined;
  const content = bytes.subarray(HEAD_LENGTH).toString();
  const mac = bytes.subarray(EPOCH_LENGTH, HEAD_LENGTH);
  if (!isMacOf(mac, await keys.of(epoch), boundParts(epoch, visit, content))) return undefined;
  const [protocolVersion, opensUrls] = JSON.parse(content) as [string, number, string];
  return { id, protocolVersion, opensUrls: opensUrls === 1 };
}

function declaredIn(params: unknown): Omit<Session, 'id'> {
  const { protocolVersion: asked, capabilities } = (params ?? {}) as Record<string, unknown>;
  const { elicitation } = (capabilities ?? {}) as { elicitation?: { url?: unknown } | null };
  // As the SDK's server answers `initialize`.
  const isSupported = typeof asked === 'string' && SUPPORTED_PROTOCOL_VERSIONS.includes(asked);
  const protocolVersion = isSupported ? asked : LATEST_PROTOCOL_VERSION;
  const opensUrls = typeof elicitation?.url === 'object' && elicitation.url !== null;
  return { protocolVersion, opensUrls: opensUrls && protocolVersion >= SINCE };
}

function dayOf(now: number): number {
  return Math.floor(now / LIMITS.sessionDay);
}

function bytesOf(epoch: number): Uint8Array {
  const bytes = Buffer.alloc(EPOCH_LENGTH);
  bytes.writeUInt32BE(epoch);
  return bytes;
}

function boundParts(epoch: number, { caller, workspaceId, path }: Visit, content: string) {
  const { issuer, subject } = caller;
  return ['connections/mcp-session/1', bytesOf(epoch), issuer, subject, workspaceId, path.text, content];
}
