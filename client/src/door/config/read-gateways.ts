/** The gateways of a configuration: each has a secret of its own, and a list of the servers it may ask for (T203). */
import { DoorError } from '../door-error.ts';
import type { DoorGateway } from './door-config.ts';
import { digestInFile } from './gateway-secret.ts';
import { asFlag, asText, listOf, type Members, matching, membersOf } from './members.ts';

/** `host` or `host:port`. */
const HOST = /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/;

/** @throws {DoorError} */
export function readGateways(value: unknown, servers: ReadonlySet<string>): DoorGateway[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new DoorError('config_invalid', 'gateways is not a list of one gateway or more');
  const gateways = value.map((each, index) => readGateway(each, { where: `gateways[${index}]`, servers }));
  refuseRepeated(
    gateways.map(({ name }) => name),
    'the same name',
  );
  refuseRepeated(
    gateways.map(({ digest }) => digest.toString('hex')),
    'the same secret',
  );
  return gateways;
}

function readGateway(
  value: unknown,
  { where, servers }: { where: string; servers: ReadonlySet<string> },
): DoorGateway {
  const gateway = membersOf(value, where);
  const name = gateway.required('name', 'a name', matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));
  const digest = readDigest(gateway, where);
  const own = gateway.required('servers', 'a list of ids of servers', listOf(asText, 1));
  const unknown = own.find((id) => !servers.has(id));
  if (unknown !== undefined)
    throw new DoorError(
      'config_invalid',
      `${where}.servers names ${JSON.stringify(unknown)}, which is not among servers`,
    );
  const forwardsMethod = gateway.optional('forwardsMethod', 'true or false', asFlag) ?? false;
  const fetchesRefusals = gateway.optional('fetchesRefusals', 'true or false', asFlag) ?? false;
  const hosts = gateway.optional('hosts', 'a list of hosts', listOf(matching(HOST), 1)) ?? [];
  const callerHeader = gateway.optional(
    'callerHeader',
    '"Authorization" or "X-Connections-Caller"',
    matching(/^(Authorization|X-Connections-Caller)$/),
  );
  gateway.noOthers();
  const header = callerHeader === 'X-Connections-Caller' ? 'x-connections-caller' : 'authorization';
  return {
    name,
    digest,
    servers: new Set(own),
    forwardsMethod,
    fetchesRefusals,
    hosts: new Set(hosts),
    callerHeader: header,
  };
}

function readDigest(gateway: Members, where: string): Buffer {
  const digest = gateway.optional(
    'secretSha256',
    'the SHA-256 of a secret in 64 hexadecimal digits',
    matching(/^[0-9a-f]{64}$/),
  );
  const file = gateway.optional('secretFile', 'a path', asText);
  if ((digest === undefined) === (file === undefined))
    throw new DoorError('config_invalid', `${where} needs either secretSha256 or secretFile`);
  return file === undefined ? Buffer.from(digest as string, 'hex') : digestInFile(file);
}

function refuseRepeated(values: string[], what: string): void {
  if (new Set(values).size < values.length)
    throw new DoorError('config_invalid', `two gateways have ${what}`);
}
