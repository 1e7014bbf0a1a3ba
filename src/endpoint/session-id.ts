/**
 * Session ids of clients of 2025-11-25 and older, which declare their capabilities only once, at `initialize`. The id holds what
 * they declared, because nothing is kept between requests. It is authenticated and bound to the person, the workspace and the
 * path: for anybody else there is no such session (T231).
 */
import { LATEST_PROTOCOL_VERSION, SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import { contentOfMacText, type MacTextRules, macText } from '../vault/mac-text.ts';
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

const NONCE_LENGTH = 12;
const SINCE = '2025-11-25';

/** The id of a new session. `params`: those of the `initialize` request. */
export async function newSessionId(ports: SessionPorts, visit: Visit, params: unknown): Promise<string> {
  const declared = declaredIn(params);
  // Two clients of one person count their requests from 0: the nonce keeps their sessions apart.
  const nonce = Buffer.from(ports.random.bytes(NONCE_LENGTH)).toString('base64url');
  const content = JSON.stringify([declared.protocolVersion, declared.opensUrls ? 1 : 0, nonce]);
  return macText(rulesOf(ports, visit), { epoch: dayOf(ports.clock.now()), content });
}

/** The session of an id. Undefined: it is of nobody, of somebody else, of another path, altered, or too old. */
export async function sessionOf(ports: SessionPorts, visit: Visit, id: string): Promise<Session | undefined> {
  if (id.length > LIMITS.sessionId) return undefined;
  const content = await contentOfMacText(rulesOf(ports, visit), id, (epoch) => {
    const age = dayOf(ports.clock.now()) - epoch;
    // The clock of the process that made the id may be ahead.
    return age >= -1 && age <= LIMITS.sessionDays;
  });
  if (content === undefined) return undefined;
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

function rulesOf({ keys }: Pick<SessionPorts, 'keys'>, { caller, workspaceId, path }: Visit): MacTextRules {
  const bound = [caller.issuer, caller.subject, workspaceId, path.text];
  return {
    keyOf: (epoch) => keys.of(epoch),
    parts: (epoch, content) => ['connections/mcp-session/1', epoch, ...bound, content],
  };
}
