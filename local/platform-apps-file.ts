/** Takes the place of Secrets Manager locally: the platform's verified apps, in a file of this user. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { clientSecretIn } from '../src/broker/apps/platform-secret.ts';
import type { PlatformSecrets } from '../src/broker/ports.ts';

/** Per provider what a Secrets Manager secret would hold; the last client is the current one. */
export type PlatformApps = Record<string, { clients: Record<string, string> }>;

/** Reads the file; makes it, with an app for the demo provider, if there is none. */
export async function loadPlatformApps(path: string): Promise<PlatformApps> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) return parse(text, path);
  const secret = randomBytes(32).toString('base64url');
  const apps: PlatformApps = { demo: { clients: { 'connections-verified': secret } } };
  await writeFile(path, `${JSON.stringify(apps, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return apps;
}

export function platformSecretsOf(apps: PlatformApps): PlatformSecrets {
  return {
    clientSecret: async (provider, clientId) =>
      clientSecretIn(Object.hasOwn(apps, provider) ? JSON.stringify(apps[provider]) : undefined, clientId),
  };
}

/** Client id by provider: the verified app that new consents go through. */
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
    // Told below, without what the file holds.
  }
  throw new Error(
    `${path} is not of the form {"<provider>": {"clients": {"<client id>": "<client secret>"}}}.`,
  );
}
