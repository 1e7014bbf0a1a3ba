/** What only the catalogue knows to be wrong with the servers of a stage. */
import { placementFaults } from '../contract/servers/placement-faults.ts';
import { isWithoutAddress } from '../contract/servers/server-address.ts';
import type {
  ServerChoice,
  ServerRegistration,
  StageServer,
} from '../contract/servers/server-registration.ts';
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
    return known
      ? choiceFaults(catalogue, known, server)
      : [`.id is ${JSON.stringify(server.id)}${NO_SERVER}`];
  }
  const provider = catalogue.get(server.provider);
  if (!provider && isPersonal(server))
    return [`.connectionOf is for providers of the catalogue: personal workspaces have no other ones`];
  if (!provider && !server.provider.startsWith('custom~'))
    return [`.provider is ${JSON.stringify(server.provider)}, which the catalogue does not have`];
  const pointers = placementFaults(server, templateNames(provider))
    .filter(({ reason }) => reason === 'unknown_name')
    .map(({ pointer }) => pointer);
  if (server.url !== undefined && !areUrlNames(provider, server.url)) pointers.push('/url');
  return pointers.map((pointer) => `${pointer.replaceAll('/', '.')}${UNKNOWN_NAMES}`);
}

/** An address that a workspace may set is no address for the tokens of its members. */
function choiceFaults(
  catalogue: Catalogue,
  known: ServerRegistration,
  { url, ...choice }: ServerChoice,
): string[] {
  if (url === undefined)
    return isWithoutAddress(known) && isPersonal(choice)
      ? ['.connectionOf needs a url beside it, because admins of workspaces could set the address otherwise']
      : [];
  if (!isWithoutAddress(known)) return [`.url is given, and the server ${JSON.stringify(known.id)} has one`];
  return areUrlNames(catalogue.get(known.provider), url) ? [] : [`.url${UNKNOWN_NAMES}`];
}

const isPersonal = ({ connectionOf = 'workspace' }: Pick<ServerChoice, 'connectionOf'>): boolean =>
  connectionOf !== 'workspace';

const NO_SERVER = ', and the catalogue has no such server';
const UNKNOWN_NAMES = ' names what connections of the provider do not have';
