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
  /** Milliseconds between the beginnings of two readings past the cache. */
  freshPause: number;
}

/**
 * Client secrets of the verified apps: one secret of Secrets Manager for each provider, kept in memory for `maxAge`. A failure is
 * not kept.
 */
export function platformSecrets(options: Options): PlatformSecrets {
  const { client, prefix, clock, maxAge } = options;
  const cache = new Map<string, { value: Promise<string | undefined>; since: number }>();
  const readNow = (provider: string) => {
    const value = secretString(client, prefix + provider);
    cache.set(provider, { value, since: clock.now() });
    value.catch(() => {
      if (cache.get(provider)?.value === value) cache.delete(provider);
    });
    return value;
  };
  const readFresh = spaced(readNow, options);
  const read = (provider: string) => {
    const cached = cache.get(provider);
    return cached && clock.now() - cached.since < maxAge ? cached.value : readNow(provider);
  };
  return {
    clientSecret: async (provider, clientId, reading) =>
      clientSecretIn(await (reading === 'fresh' ? readFresh(provider) : read(provider)), clientId),
  };
}

/**
 * Readings of one secret that begin at most once in `freshPause`, so that no number of refusals floods Secrets Manager. Whoever
 * asks meanwhile shares the next one, which begins after they asked: a verdict is never made on an older one.
 */
function spaced<T>(
  readNow: (provider: string) => Promise<T>,
  { clock, freshPause }: Options,
): (provider: string) => Promise<T> {
  const next = new Map<string, Promise<T>>();
  const begun = new Map<string, number>();
  return (provider) => {
    const shared = next.get(provider);
    if (shared) return shared;
    const free = (begun.get(provider) ?? Number.NEGATIVE_INFINITY) + freshPause;
    const reading = clock.sleep(Math.max(0, free - clock.now())).then(() => {
      next.delete(provider);
      begun.set(provider, clock.now());
      return readNow(provider);
    });
    next.set(provider, reading);
    return reading;
  };
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
