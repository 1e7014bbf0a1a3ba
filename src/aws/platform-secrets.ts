import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { clientSecretIn } from '../broker/apps/platform-secret.ts';
import type { Clock, PlatformSecrets } from '../broker/ports.ts';

interface Options {
  client: SecretsManagerClient;
  /** `connections/<stage>/apps/`. The name of a secret is this prefix and the provider's id. */
  prefix: string;
  clock: Clock;
  /** Milliseconds. */
  maxAge: number;
}

/**
 * Client secrets of the verified apps: one secret of Secrets Manager for each provider, kept in memory for `maxAge`. A failure is
 * not kept.
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
 * Both mean that the app has no secret. A name that does not exist has no ARN that could match the pattern in the function's
 * policy, so Secrets Manager answers AccessDenied.
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
