import { VERIFIED } from '../../contract/identifiers.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';
import { newestApp } from './read-app.ts';
import { sealedApp } from './seal-app.ts';

/** The platform's client at one provider. */
export interface VerifiedAppInput {
  provider: string;
  clientId: string;
}

/**
 * Registers a verified app in the environment, sealed like any other. Its secret is one of the platform's secrets, by client
 * id. Throws VaultError.
 */
export async function putVerifiedApp(
  ports: Pick<Ports, 'apps' | 'vault' | 'clock' | 'random'>,
  { provider, clientId }: VerifiedAppInput,
): Promise<void> {
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
