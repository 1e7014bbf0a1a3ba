/** The servers of stage settings by their form. What the catalogue knows of them is judged in src/providers/servers-faults.ts. */
import { FIELD_FAULTS } from '../problems.ts';
import { placementFaults } from './placement-faults.ts';
import { isWithoutAddress } from './server-address.ts';
import { hostTemplateOf } from './server-hosts.ts';
import { ServerChoice, type ServerRegistration, StageRegistration } from './server-registration.ts';

/** One sentence without its period for each fault, which names the place in the list and the mend. Pure. */
export function stageServersFaults(servers: readonly unknown[]): string[] {
  const faults = servers.flatMap((server, index) =>
    faultsOf(server).map((fault) => `servers[${index}]${fault}`),
  );
  const ids = servers.map((server) => String((server as { id?: unknown } | null)?.id));
  if (new Set(ids).size < ids.length) faults.push('servers has an id twice; give each server its own id');
  if (ids.some((id) => id.startsWith('provider:')))
    faults.push(
      "servers has an id that begins with 'provider:', which is reserved for a provider's own API; rename it",
    );
  return faults;
}

function faultsOf(server: unknown): string[] {
  const isChoice = typeof server === 'object' && server !== null && !('provider' in server);
  const { data, error } = (isChoice ? ServerChoice : StageRegistration).safeParse(server);
  const [issue] = error?.issues ?? [];
  if (issue) return [`.${issue.path.join('.')} is not valid (${issue.message}); correct it`];
  return data && !isChoice ? registrationFaults(data as ServerRegistration) : [];
}

function registrationFaults(server: ServerRegistration): string[] {
  const { url, allowedHosts } = server;
  const host = url === undefined ? undefined : hostTemplateOf(url);
  return [
    ...(isWithoutAddress(server) ? ['.allowedHosts is empty; name the host of its url'] : []),
    ...(url !== undefined && (host === undefined || !allowedHosts.includes(host))
      ? ['.allowedHosts does not have the host of the url; add it, or correct the url']
      : []),
    ...placementFaults(server).map(
      ({ pointer, reason }) =>
        `${pointer.replaceAll('/', '.')} is not valid (${reason}: ${FIELD_FAULTS[reason]}); correct it`,
    ),
  ];
}
