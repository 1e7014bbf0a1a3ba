/** The pages that are opened less often: they come in one file, after the first page is usable. */
import ActivityPage from './activity/activity-page.tsx';
import AddProviderPage from './add-provider/add-provider-page.tsx';
import AddServerPage from './add-server/add-server-page.tsx';
import AppPage from './app/app-page.tsx';
import AppsPage from './apps/apps-page.tsx';
import CallsPage from './calls/calls-page.tsx';
import ClientsPage from './clients/clients-page.tsx';
import ConnectPage from './connect/connect-page.tsx';
import ProviderPage from './provider/provider-page.tsx';
import ServerPage from './server/server-page.tsx';
import SettingsPage from './settings/settings-page.tsx';

export const FURTHER_PAGES = {
  provider: ProviderPage,
  connect: ConnectPage,
  'add-server': AddServerPage,
  server: ServerPage,
  clients: ClientsPage,
  apps: AppsPage,
  app: AppPage,
  'add-provider': AddProviderPage,
  activity: ActivityPage,
  calls: CallsPage,
  settings: SettingsPage,
};
