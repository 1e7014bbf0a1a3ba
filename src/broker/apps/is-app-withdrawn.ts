import { VERIFIED } from '../../contract/identifiers.ts';
import type { Ports } from '../ports.ts';
import type { PinnedApp } from './pinned-app.ts';
import { readApp } from './read-app.ts';

/** Whether the pinned app was deleted, or its deletion began. Throws VaultError. */
export async function isAppWithdrawn(
  ports: Pick<Ports, 'apps' | 'vault'>,
  pinned: PinnedApp,
): Promise<boolean> {
  // Verified apps are the platform's: an operator adds versions and deletes none.
  if (pinned.appOwner === VERIFIED) return false;
  const app = await readApp(ports, pinned);
  return app === undefined || app.deletingAt !== undefined;
}
