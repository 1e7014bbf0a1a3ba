/** The registration of an MCP server as the HTTP API shows it, as far as a gateway needs it. */

import { isPlaceable, isRemovable } from '../config/header-names.ts';
import { asEndpoint, SERVER_ID } from '../config/read-servers.ts';
import { DoorError } from '../door-error.ts';

/** A registration that a gateway can serve. */
export interface PlacedRegistration {
  id: string;
  url: URL;
  /** Names of the headers with the token, in the registration's spelling. */
  headers: string[];
  removeHeaders: string[];
  discovery: boolean;
  /** Whether there is a list of tools. */
  toolsEnforced: boolean;
}

type Fields = Record<string, unknown>;

/** @throws {DoorError} `registration_refused`: a gateway cannot place its token, or cannot tell its operations apart. */
export function placedRegistration(value: unknown): PlacedRegistration {
  const { id, url, allowedHosts, placements, removeHeaders, binding, discovery, tools } = (value ??
    {}) as Fields;
  if (typeof id !== 'string' || !SERVER_ID.test(id)) refuse('its id cannot be a segment of a path');
  const endpoint = asEndpoint(url);
  if (!endpoint)
    return refuse(
      'it has no https URL (or http on this machine) without query, fragment and names in braces',
    );
  if (!isTexts(allowedHosts) || !allowedHosts.includes(endpoint.host))
    refuse('the host of its url is not among its allowedHosts');
  if (binding !== 'request')
    refuse(`its binding is ${JSON.stringify(binding)}: a gateway gives each request a token of its own`);
  if (discovery !== true)
    refuse('its lists get no token, and a gateway cannot leave a header out of some requests');
  if (!isTexts(removeHeaders) || !removeHeaders.every(isRemovable))
    refuse('its removeHeaders are not names of headers');
  return {
    id,
    url: endpoint,
    headers: headersOf(placements),
    removeHeaders,
    discovery: true,
    toolsEnforced: tools !== undefined,
  };
}

function headersOf(placements: unknown): string[] {
  if (!Array.isArray(placements) || placements.length === 0) refuse('it has no placements');
  const names = placements.map((each) => {
    const { in: place, name } = (each ?? {}) as Fields;
    if (place !== 'header')
      refuse(`it places the token in ${JSON.stringify(place)}, and a gateway places headers alone`);
    if (typeof name !== 'string' || !isPlaceable(name))
      return refuse(`a gateway cannot set the header ${JSON.stringify(name)}`);
    return name;
  });
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length)
    refuse('it places one header twice');
  return names;
}

function refuse(why: string): never {
  throw new DoorError('registration_refused', `this registration cannot be behind a gateway: ${why}`);
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
