/** The ports of the use cases, over the table and the providers that were started. */
import { join } from 'node:path';
import { needsOwnApp } from '../src/broker/apps/needs-own-app.ts';
import { putVerifiedApp } from '../src/broker/apps/put-verified-app.ts';
import type { RotationPorts } from '../src/broker/data-key/rotation-ports.ts';
import type { Ports } from '../src/broker/ports.ts';
import { hostResolver } from '../src/egress/host-resolver.ts';
import { CATALOGUE } from '../src/providers/catalogue.ts';
import { systemClock } from '../src/system/clock.ts';
import { systemRandom } from '../src/system/random.ts';
import type { OnClose } from './closings.ts';
import { startDynalite } from './dynalite.ts';
import type { EnvironmentOptions } from './environment-options.ts';
import { fileEscrow } from './file-escrow.ts';
import { FileKeyWrapper } from './file-key-wrapper.ts';
import { currentClients, type PlatformApps, platformSecretsOf } from './platform-apps-file.ts';
import { localPorts, localProviderFetch } from './ports.ts';
import type { RunningProviders } from './start-providers.ts';

export interface BrokerPorts {
  ports: Ports;
  /** The ports of the data key rotation. */
  rotation: RotationPorts;
  /** Of the local table. */
  tableSocket: string;
}

/** Starts the table, connects the ports to it, and puts the platform's verified apps. */
export async function startBrokerPorts(
  options: EnvironmentOptions,
  { providers, appOrigin }: { providers: RunningProviders; appOrigin: string },
  onClose: OnClose,
): Promise<BrokerPorts> {
  const { stateDir, clock = systemClock, log, idleAfter, stageServers } = options;
  const { play, apps, demoFacts } = providers;
  const table = await startDynalite({ path: join(stateDir, 'dynamodb') });
  onClose(table.close);
  const { client, rotation, ...ports } = await localPorts({
    tableSocket: table.socketPath,
    wrapper: new FileKeyWrapper(join(stateDir, 'master-key')),
    platformSecrets: platformSecretsOf(apps),
    escrow: fileEscrow(join(stateDir, 'escrow')),
    settings: {
      environment: 'local',
      apiOrigin: appOrigin,
      ...(options.clientDocumentUrl && { clientDocumentUrl: options.clientDocumentUrl }),
      dashboardUrl: appOrigin,
      workspaceServers: options.workspaceServers ?? 'public-https-only',
      allowedApps: options.allowedApps ?? 'verified-and-own',
    },
    providers: [demoFacts, ...[...CATALOGUE.values()].map(play.factsOf)],
    fetch: play.through(localProviderFetch()),
    hosts: play.hostsOf(hostResolver),
    ...{ stageServers, idleAfter, clock, random: systemRandom, log },
  });
  onClose(async () => client.destroy());
  for (const verified of possibleClients(ports.catalogue, apps)) await putVerifiedApp(ports, verified);
  return { ports, rotation, tableSocket: table.socketPath };
}

/** A provider whose customers have hosts of their own has no verified app, also if the file names one. */
function possibleClients(catalogue: Ports['catalogue'], apps: PlatformApps) {
  return currentClients(apps).filter(({ provider }) => {
    const known = catalogue.get(provider);
    return known === undefined || !needsOwnApp(known);
  });
}
