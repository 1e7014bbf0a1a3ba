/**
 * Names of tools where several servers stand behind one address: `server__tool`, of `[A-Za-z0-9_-]`, 50 characters at most. What
 * had to be changed carries a hash. Two tools never have the same name, as far as hashes go, and a name tells its server without
 * asking any. Pure.
 */
import { createHash } from 'node:crypto';
import { ENDPOINT_LIMITS as LIMITS } from '../limits.ts';

/** Stands between server and tool. No id of a server has an underscore, so the first one ends the server's part. */
const BETWEEN = '__';

/** The endpoint's own tools of a server. A tool of the server that is called so gets another name. */
export const OWN_TOOLS = ['connect', 'unavailable'] as const;
export type OwnTool = (typeof OWN_TOOLS)[number];

const PLAIN_SERVER = new RegExp(`^[a-z][a-z0-9-]{0,${LIMITS.serverPrefix - 1}}$`);
const PLAIN_TOOL = /^[A-Za-z0-9_-]+$/;
/** How a changed name ends. A tool whose own name ends so is changed too, or it could take the name of another one. */
const CHANGED_TOOL = new RegExp(`_[0-9a-f]{${LIMITS.toolHash}}$`);

/** The beginning of the names of a server's tools. A changed one has one underscore, and a plain one has none. */
export function serverPrefix(serverId: string): string {
  if (PLAIN_SERVER.test(serverId)) return serverId;
  const readable = serverId.replace(/[^a-z0-9-]/g, '-').slice(0, LIMITS.serverPrefix - LIMITS.serverHash - 1);
  return `${readable}_${hashOf([serverId], LIMITS.serverHash)}`;
}

/** The name of a server's tool. */
export function toolName(serverId: string, tool: string): string {
  const begin = `${serverPrefix(serverId)}${BETWEEN}`;
  const room = LIMITS.toolName - begin.length;
  const isPlain = PLAIN_TOOL.test(tool) && tool.length <= room && !CHANGED_TOOL.test(tool);
  if (isPlain && !(OWN_TOOLS as readonly string[]).includes(tool)) return `${begin}${tool}`;
  const readable = tool.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, room - LIMITS.toolHash - 1);
  return `${begin}${readable}_${hashOf([serverId, tool], LIMITS.toolHash)}`;
}

/** The name of one of the endpoint's own tools. */
export function ownToolName(serverId: string, tool: OwnTool): string {
  return `${serverPrefix(serverId)}${BETWEEN}${tool}`;
}

export interface NameParts {
  /** The {@link serverPrefix} of the server. */
  prefix: string;
  rest: string;
}

/** The parts of a name. Undefined: it is none that {@link toolName} makes. */
export function partsOfName(name: string): NameParts | undefined {
  const at = name.indexOf(BETWEEN);
  if (at <= 0 || name.length > LIMITS.toolName || !PLAIN_TOOL.test(name)) return undefined;
  return { prefix: name.slice(0, at), rest: name.slice(at + BETWEEN.length) };
}

/** The tool of a server that has this name, if the name says so itself. A changed name is found in the server's list alone. */
export function plainToolOf(serverId: string, { prefix, rest }: NameParts): string | undefined {
  return toolName(serverId, rest) === `${prefix}${BETWEEN}${rest}` ? rest : undefined;
}

/** JSON of a list of texts is injective: also of lone surrogates, which JSON escapes. */
function hashOf(parts: readonly string[], digits: number): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, digits);
}
