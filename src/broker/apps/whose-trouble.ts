/** Whose trouble it is when a connection cannot be refreshed: that of its workspace, or of everybody with the same app. Pure. */
import { VERIFIED } from '../../contract/identifiers.ts';
import type { Catalogue } from '../../providers/catalogue.ts';
import { choseHost, tenantChoseEndpoint } from '../../providers/chosen-hosts.ts';
import type { Ports } from '../ports.ts';
import type { Connection } from '../records.ts';

type Row = Pick<Connection, 'appOwner' | 'provider' | 'variables'>;
/** What a line of the log has where the trouble is a tenant's. */
export type Concern = { concerns?: 'tenant' };

/** An OAuth app of the workspace's own, or an endpoint that the workspace chose: its trouble is no alarm of the operator's. */
export function concernOf(catalogue: Catalogue, row: Row): Concern {
  return row.appOwner !== VERIFIED || tenantChoseEndpoint(catalogue, row) ? { concerns: 'tenant' } : {};
}

/** The same without the catalogue, which the injector does not load: the APIs of its providers are among the servers. */
export function concernAmong(servers: Ports['servers'], { appOwner, provider, variables }: Row): Concern {
  const chosen = servers.get(`provider:${provider}`)?.chosenHosts;
  return appOwner !== VERIFIED || (chosen && choseHost(chosen, variables)) ? { concerns: 'tenant' } : {};
}

/** The provider whose metrics have a refresh of the connection: only a verified app's, so that the catalogue bounds their number. */
export function measuredProvider(catalogue: Catalogue, row: Row): string | undefined {
  return concernOf(catalogue, row).concerns ? undefined : row.provider;
}
