/** Replaces Secrets Manager locally: a file with the platform's verified apps, which only this user can read. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { clientSecretIn } from '../src/broker/apps/platform-secret.ts';
import type { PlatformSecrets } from '../src/broker/ports.ts';

/** The content of the Secrets Manager secret of each provider. The last client is the current one. */
export type PlatformApps = Record<string, { clients: Record<string, string> }>;

/** Reads the file. If it does not exist, it is created with an app for the demo provider and for each that is played. */
export async function loadPlatformApps(path: string, played: readonly string[] = []): Promise<PlatformApps> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) return parse(text, path);
  const newApp = (clientId: string) => ({
    clients: { [clientId]: randomBytes(32).toString('base64url') },
  });
  const apps: PlatformApps = {
    demo: newApp('connections-verified'),
    ...Object.fromEntries(played.map((provider) => [provider, newApp(`connections-at-${provider}`)])),
  };
  await writeFile(path, `${JSON.stringify(apps, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return apps;
}

/** The client secrets in the file. */
export function platformSecretsOf(apps: PlatformApps): PlatformSecrets {
  return {
    clientSecret: async (provider, clientId) =>
      clientSecretIn(Object.hasOwn(apps, provider) ? JSON.stringify(apps[provider]) : undefined, clientId),
  };
}

/** The current client id of each provider's verified app, which new consents use. */
export function currentClients(apps: PlatformApps): { provider: string; clientId: string }[] {
  return Object.entries(apps).flatMap(([provider, { clients }]) => {
    const clientId = Object.keys(clients).at(-1);
    return clientId === undefined ? [] : [{ provider, clientId }];
  });
}

function parse(text: string, path: string): PlatformApps {
  try {
    const apps = JSON.parse(text) as PlatformApps;
    if (Object.values(apps).every(({ clients }) => typeof clients === 'object')) return apps;
  } catch {
    // The error below does not quote the file, which contains secrets.
  }
  throw new Error(
    `${path} does not have the form {"<provider>": {"clients": {"<client id>": "<client secret>"}}}.`,
  );
}
