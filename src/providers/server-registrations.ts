import {
  atAddress,
  isWithoutAddress,
  type ServerAddress,
  type ServerRegistration,
  type StageServer,
} from '../contract/server-registration.ts';
import type { Provider } from '../oauth/provider.ts';
import type { Catalogue } from './catalogue.ts';

/** Who registered a server: the catalogue, or the operator in the stage settings. */
export type RegistrationSource = 'catalogue' | 'stage';
/** A server that is registered without a row in the table. */
export interface RegisteredServer {
  registration: ServerRegistration;
  source: RegistrationSource;
}

/** The address of a server that the catalogue does not have, or that has an address already. */
export class NoSuchTemplate extends TypeError {
  override name = 'NoSuchTemplate';
  readonly id: string;

  constructor(id: string) {
    super(`the catalogue has no server ${JSON.stringify(id)} that takes an address`);
    this.id = id;
  }
}

/**
 * The servers of the catalogue and of the stage, and the API of each provider, by id. A stage's server replaces one with
 * its id. Throws {@link NoSuchTemplate}.
 */
export function registeredServers(
  catalogue: Catalogue,
  stageServers: readonly StageServer[],
): ReadonlyMap<string, RegisteredServer> {
  const own = [...catalogue.values()].flatMap((provider) => [...provider.servers, providerApi(provider)]);
  const servers = new Map<string, RegisteredServer>();
  for (const registration of own) servers.set(registration.id, { registration, source: 'catalogue' });
  for (const server of stageServers) {
    const registration = 'provider' in server ? server : addressed(servers.get(server.id), server);
    servers.set(server.id, { registration, source: 'stage' });
  }
  return servers;
}

function addressed(known: RegisteredServer | undefined, { id, url }: ServerAddress): ServerRegistration {
  if (known && isWithoutAddress(known.registration)) return atAddress(known.registration, url);
  throw new NoSuchTemplate(id);
}

/** The provider's own API as a server, such as `provider:google`. */
function providerApi({ id, name, api }: Provider): ServerRegistration {
  return {
    id: `provider:${id}`,
    name: `${name} API`,
    provider: id,
    allowedHosts: api.hosts,
    placements: [
      { in: 'header', name: 'Authorization', value: api.authorization },
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
