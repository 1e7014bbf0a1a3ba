import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSecretIn } from '../broker/apps/platform-secret.ts';
import type { Clock, PlatformSecrets } from '../broker/ports.ts';

interface Options {
  client: SecretsManagerClient;
  /** `connections/<stage>/apps/`; the provider's id follows. */
  prefix: string;
  clock: Clock;
  /** Milliseconds. */
  maxAge: number;
}

/**
 * Secrets of the verified apps, one Secrets Manager secret a provider, read once and kept for a bounded time. A failure
 * is never kept.
 */
export function platformSecrets({ client, prefix, clock, maxAge }: Options): PlatformSecrets {
  const cache = new Map<string, { value: Promise<string | undefined>; since: number }>();
  const read = (provider: string) => {
    const cached = cache.get(provider);
    if (cached && clock.now() - cached.since < maxAge) return cached.value;
    const value = secretString(client, prefix + provider);
    value.catch(() => cache.delete(provider));
    cache.set(provider, { value, since: clock.now() });
    return value;
  };
  return { clientSecret: async (provider, clientId) => clientSecretIn(await read(provider), clientId) };
}

/**
 * With rights on a pattern of ARNs, a name that does not exist has no ARN to match and is answered as denied. Either way the
 * app has no secret here, which is a fault of configuration.
 */
const MISSING = ['ResourceNotFoundException', 'AccessDeniedException'];

async function secretString(client: SecretsManagerClient, name: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId: name }))).SecretString;
  } catch (error) {
    if (error instanceof Error && MISSING.includes(error.name)) return undefined;
    throw error;
  }
}
