/** What is wrong with the servers of a stage beside their form: the catalogue knows it. */
import { placementFaults } from '../contract/placement-faults.ts';
import { FIELD_FAULTS } from '../contract/problems.ts';
import { hostOf, isWithoutAddress, type StageServer } from '../contract/server-registration.ts';
import type { Catalogue } from './catalogue.ts';
import { templateNames } from './template-names.ts';

/** One sentence for each fault, by the place in the list. Pure. */
export function serversFaults(catalogue: Catalogue, servers: readonly StageServer[]): string[] {
  return servers.flatMap((server, index) =>
    faultsOf(catalogue, server).map((fault) => `servers[${index}]${fault}`),
  );
}

function faultsOf(catalogue: Catalogue, server: StageServer): string[] {
  if (!('provider' in server)) {
    const known = [...catalogue.values()]
      .flatMap(({ servers }) => servers)
      .find(({ id }) => id === server.id);
    return known && isWithoutAddress(known)
      ? []
      : [
          `.id is ${JSON.stringify(server.id)}, which is no server of the catalogue that takes an address; correct it`,
        ];
  }
  const provider = catalogue.get(server.provider);
  if (!provider && !server.provider.startsWith('custom~'))
    return [`.provider is ${JSON.stringify(server.provider)}, which the catalogue does not have; correct it`];
  const host = server.url === undefined ? undefined : hostOf(server.url);
  return [
    ...placementFaults(server, templateNames(provider)).map(
      ({ pointer, reason }) =>
        `${pointer.replaceAll('/', '.')} is not valid (${reason}: ${FIELD_FAULTS[reason]}); correct it`,
    ),
    ...(server.url !== undefined && (host === undefined || !server.allowedHosts.includes(host))
      ? [`.allowedHosts does not have the host of the url; add it, or correct the url`]
      : []),
  ];
}
