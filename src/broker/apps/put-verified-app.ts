import { VERIFIED } from '../../contract/identifiers.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { needsOwnApp } from './needs-own-app.ts';
import { newestApp } from './read-app.ts';
import { sealedApp } from './seal-app.ts';

/** The platform's client at one provider. */
export interface VerifiedAppInput {
  provider: string;
  clientId: string;
}

/** No platform's app can connect to the provider, because each of its customers has a host of their own. */
export class NoVerifiedApp extends Error {
  constructor(provider: string) {
    super(`${provider} has no verified app: each of its customers registers an OAuth app of their own`);
    this.name = 'NoVerifiedApp';
  }
}

/**
 * Registers a verified app in the environment, sealed like any other. Its secret is one of the platform's secrets, by client
 * id. Throws {@link NoVerifiedApp}, or VaultError.
 */
export async function putVerifiedApp(
  ports: Pick<Ports, 'apps' | 'catalogue' | 'vault' | 'clock' | 'random'>,
  { provider, clientId }: VerifiedAppInput,
): Promise<void> {
  const known = ports.catalogue.get(provider);
  if (known && needsOwnApp(known)) throw new NoVerifiedApp(provider);
  const newest = await newestApp(ports, VERIFIED, provider);
  if (newest?.clientId === clientId) return;
  const version = (newest?.version ?? 0) + 1;
  const now = ports.clock.now();
  const key = { owner: VERIFIED, provider, version };
  const app = { uid: newId(ports), provider, version, clientId, createdAt: now, secretSetAt: now };
  await ports.apps.change(key, {
    expect: { uid: { absent: true } },
    set: sealedApp(await ports.vault.sealer(), key, app),
    writeId: newId(ports),
  });
}
