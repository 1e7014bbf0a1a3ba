/** What only the catalogue knows to be wrong with the servers of a stage. */
import { placementFaults } from '../contract/servers/placement-faults.ts';
import { isWithoutAddress } from '../contract/servers/server-address.ts';
import type { StageServer } from '../contract/servers/server-registration.ts';
import type { Catalogue } from './catalogue.ts';
import { areUrlNames, templateNames } from './template-names.ts';

/** Servers of a stage that cannot be registered. The message has one sentence a line, for the operator. */
export class StageServersRefused extends Error {
  override name = 'StageServersRefused';
}

/** Throws {@link StageServersRefused} with every fault. */
export function refuseServersFaults(catalogue: Catalogue, servers: readonly StageServer[]): void {
  const faults = servers.flatMap((server, index) =>
    faultsOf(catalogue, server).map((fault) => `servers[${index}]${fault}; correct it.`),
  );
  if (faults.length > 0) throw new StageServersRefused(faults.join('\n'));
}

function faultsOf(catalogue: Catalogue, server: StageServer): string[] {
  if (!('provider' in server)) {
    const known = [...catalogue.values()]
      .flatMap(({ servers }) => servers)
      .find(({ id }) => id === server.id);
    if (!known || !isWithoutAddress(known))
      return [
        `.id is ${JSON.stringify(server.id)}, and the catalogue has no such server that takes an address`,
      ];
    return areUrlNames(catalogue.get(known.provider), server.url) ? [] : [`.url${UNKNOWN_NAMES}`];
  }
  const provider = catalogue.get(server.provider);
  if (!provider && !server.provider.startsWith('custom~'))
    return [`.provider is ${JSON.stringify(server.provider)}, which the catalogue does not have`];
  const pointers = placementFaults(server, templateNames(provider))
    .filter(({ reason }) => reason === 'unknown_name')
    .map(({ pointer }) => pointer);
  if (server.url !== undefined && !areUrlNames(provider, server.url)) pointers.push('/url');
  return pointers.map((pointer) => `${pointer.replaceAll('/', '.')}${UNKNOWN_NAMES}`);
}

const UNKNOWN_NAMES = ' names what connections of the provider do not have';
