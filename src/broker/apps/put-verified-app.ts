import { VERIFIED } from '../../contract/identifiers.ts';
import { newId } from '../new-id.ts';
import type { Ports } from '../ports.ts';

/** The platform's client at one provider. */
export interface VerifiedAppInput {
  provider: string;
  clientId: string;
}

/** Registers a verified app in the environment. Its secret is one of the platform's secrets, by client id. */
export async function putVerifiedApp(
  ports: Pick<Ports, 'apps' | 'clock' | 'random'>,
  { provider, clientId }: VerifiedAppInput,
): Promise<void> {
  const newest = await ports.apps.newest(VERIFIED, provider);
  if (newest?.clientId === clientId) return;
  const version = (newest?.version ?? 0) + 1;
  const now = ports.clock.now();
  await ports.apps.change(
    { owner: VERIFIED, provider, version },
    {
      expect: { clientId: { absent: true } },
      set: { provider, version, clientId, createdAt: now, secretSetAt: now },
      writeId: newId(ports),
    },
  );
}
