/** Reads the JSON file of a door. */
import { readFileSync } from 'node:fs';
import { DoorError } from '../door-error.ts';
import { strictJson } from '../operation/strict-json.ts';
import type { DoorConfig } from './door-config.ts';
import { matching, membersOf } from './members.ts';
import { readGateways } from './read-gateways.ts';
import { readListen } from './read-listen.ts';
import { readServers } from './read-servers.ts';

/** @throws {DoorError} `config_unreadable`, `config_invalid` or `listen_refused` */
export function readDoorConfigFile(path: string): DoorConfig {
  return readDoorConfig(jsonIn(path));
}

/** Checks the parsed file. Unknown members are refused, since a misspelt one would weaken the door in silence. @throws {DoorError} */
export function readDoorConfig(value: unknown): DoorConfig {
  const config = membersOf(value, 'the configuration');
  const listen = config.required('listen', 'where the door listens', readListen);
  const injector = config.required(
    'injector',
    'the name or ARN of token-injector',
    matching(/^[A-Za-z0-9_:/.-]{1,256}$/),
  );
  const workspaceClaim = config.optional(
    'workspaceClaim',
    'the name of a claim',
    matching(/^[\x20-\x7e]{1,256}$/),
  );
  const servers = config.required('servers', 'the servers', readServers);
  const gateways = config.required('gateways', 'the gateways', (each) =>
    readGateways(each, new Set(servers.keys())),
  );
  config.noOthers();
  return { listen, injector, workspaceClaim, gateways, servers };
}

function jsonIn(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new DoorError('config_unreadable', `${path} cannot be read`);
  }
  const parsed = strictJson(text);
  if (!parsed) throw new DoorError('config_unreadable', `${path} is not JSON, or has a member twice`);
  return parsed.value;
}
