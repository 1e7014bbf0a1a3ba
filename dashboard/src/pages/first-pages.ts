/** The pages that most visits begin with: they come with the page itself. */
import ConnectionPage from './connection/connection-page.tsx';
import ConnectionsPage from './connections/connections-page.tsx';
import OverviewPage from './overview/overview-page.tsx';
import ProvidersPage from './providers/providers-page.tsx';
import ServersPage from './servers/servers-page.tsx';

export const FIRST_PAGES = {
  overview: OverviewPage,
  connections: ConnectionsPage,
  connection: ConnectionPage,
  providers: ProvidersPage,
  servers: ServersPage,
};
