import { atAddress } from '../contract/servers/server-address.ts';
import type {
  ConnectionOf,
  ServerRegistration,
  StageServer,
} from '../contract/servers/server-registration.ts';
import type { Provider } from '../oauth/provider.ts';
import type { Catalogue } from './catalogue.ts';
import { type ChosenHosts, chosenHostsOf } from './chosen-hosts.ts';
import { refuseServersFaults } from './servers-faults.ts';

/** Who registered a server: the catalogue, or the operator in the stage settings. */
export type RegistrationSource = 'catalogue' | 'stage';
/** A server that is registered without a row in the table. */
export interface RegisteredServer {
  registration: ServerRegistration;
  source: RegistrationSource;
  /** Whose connection a call uses. Absent: that of the workspace. */
  connectionOf?: Exclude<ConnectionOf, 'workspace'>;
  /** Of a provider's API: the variables with which a tenant chooses the host of an endpoint. Absent: there are none. */
  chosenHosts?: ChosenHosts;
}

/**
 * The servers of the catalogue and of the stage, and the API of each provider, by id. A stage's server replaces one with
 * its id. Throws StageServersRefused.
 */
export function registeredServers(
  catalogue: Catalogue,
  stageServers: readonly StageServer[],
): ReadonlyMap<string, RegisteredServer> {
  refuseServersFaults(catalogue, stageServers);
  const servers = new Map<string, RegisteredServer>();
  for (const provider of catalogue.values())
    for (const each of serversOf(provider)) servers.set(each.registration.id, each);
  for (const server of stageServers) {
    const { connectionOf, ...said } = server;
    const known = servers.get(server.id);
    const registration = 'provider' in said ? said : known && atAddress(known.registration, said.url);
    if (registration)
      servers.set(server.id, { ...known, ...ofWhom(connectionOf), registration, source: 'stage' });
  }
  return servers;
}

function ofWhom(connectionOf: ConnectionOf | undefined): Pick<RegisteredServer, 'connectionOf'> {
  return connectionOf === undefined || connectionOf === 'workspace' ? {} : { connectionOf };
}

function serversOf(provider: Provider): RegisteredServer[] {
  const source = 'catalogue';
  const chosenHosts = chosenHostsOf(provider);
  const choice = Object.keys(chosenHosts).length > 0 ? { chosenHosts } : {};
  return [
    ...provider.servers.map((registration) => ({ registration, source }) as const),
    { registration: providerApi(provider), source, ...choice },
  ];
}

/** The provider's own API as a server, such as `provider:google`. */
function providerApi({ id, name, api }: Provider): ServerRegistration {
  return {
    id: `provider:${id}`,
    name: `${name} API`,
    provider: id,
    allowedHosts: api.hosts,
    placements: [
      { in: 'header', name: api.header ?? 'Authorization', value: api.authorization },
      ...Object.entries(api.headers ?? {}).map(([header, value]) => ({
        in: 'header' as const,
        name: header,
        value,
      })),
    ],
    removeHeaders: ['Authorization', 'Cookie'],
    binding: 'request',
    discovery: false,
    scopes: [],
  };
}
