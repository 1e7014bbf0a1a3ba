import type { DashboardConfig } from '../../../src/contract/dashboard/dashboard-config.ts';
import type { ApiClient } from '../api/client.ts';
import type { Intent, Start } from '../consent/intent.ts';
import type { Session } from '../sign-in/session.ts';

/** What the pages need of the page around them. */
export interface ShellProps {
  config: DashboardConfig;
  client: ApiClient;
  session: Session;
  intent: Intent;
  /** Renews the sign-in where it ends soon. True: the browser leaves, and the consent starts when it is back. */
  renewBefore: (start: Start) => Promise<boolean>;
  onSignOut: () => void;
}
