/** The servers of a configuration, by their ids. */
import { isSafeAddress } from '../../safe-address.ts';
import { DoorError } from '../door-error.ts';
import type { DoorServer } from './door-config.ts';
import { isPlaceable, isRemovable } from './header-names.ts';
import { asFlag, asText, listOf, matching, membersOf } from './members.ts';

/** One segment of a path that nobody needs to encode. */
export const SERVER_ID = /^[a-z][a-z0-9._-]{0,63}$/;
/** As long as a workspace's id may be; the injector judges it. */
export const WORKSPACE = /^[\x21-\x7e]{1,128}$/;

/** @throws {DoorError} */
export function readServers(value: unknown): Map<string, DoorServer> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DoorError('config_invalid', 'servers is not an object');
  const ids = Object.keys(value);
  if (ids.length === 0) throw new DoorError('config_invalid', 'servers is empty');
  return new Map(Object.entries(value).map(([id, server]) => [id, readServer(id, server)]));
}

function readServer(id: string, value: unknown): DoorServer {
  if (!SERVER_ID.test(id))
    throw new DoorError('config_invalid', `${JSON.stringify(id)} is not an id of a server`);
  const where = `servers.${id}`;
  const server = membersOf(value, where);
  const url = server.required(
    'url',
    'an https URL (or http on this machine) without query and fragment',
    asEndpoint,
  );
  const host = server.required('host', 'the host of url', asText);
  if (host !== url.host) throw new DoorError('config_invalid', `${where}.host is not the host of its url`);
  const read: DoorServer = {
    id,
    url,
    headers: server.required(
      'headers',
      'a list of header names that a gateway can set',
      listOf(asPlaceable, 1),
    ),
    removeHeaders: lowered(
      server.required('removeHeaders', 'a list of header names', listOf(asRemovable, 0)),
    ),
    discovery: server.required('discovery', 'true or false', asFlag),
    toolsEnforced: server.optional('toolsEnforced', 'true or false', asFlag) ?? false,
    comparesHeaders: server.optional('comparesHeaders', 'true or false', asFlag) ?? false,
    workspace: server.optional('workspace', 'a workspace', matching(WORKSPACE)),
    resourceMetadata: server.optional('resourceMetadata', 'an https URL', asMetadata),
  };
  server.noOthers();
  return read;
}

const asPlaceable = (value: unknown) => (typeof value === 'string' && isPlaceable(value) ? value : undefined);
const asRemovable = (value: unknown) => (typeof value === 'string' && isRemovable(value) ? value : undefined);
const lowered = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));

/** The URL of an endpoint that a gateway can call. Braces, quotes and the like mean something in gateways' configurations. */
export function asEndpoint(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !/^https?:\/\/[A-Za-z0-9._~:[\]/%-]+$/.test(value) || !URL.canParse(value))
    return undefined;
  const url = new URL(value);
  return isSafeAddress(url) && url.href === value ? url : undefined;
}

function asMetadata(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(value) || !URL.canParse(value))
    return undefined;
  return isSafeAddress(new URL(value)) ? value : undefined;
}
