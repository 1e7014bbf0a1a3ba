import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { platformSecrets } from '../src/aws/platform-secrets.ts';
import { LIMITS } from '../src/broker/limits.ts';
import type { PlatformSecrets } from '../src/broker/ports.ts';
import { clock, type Variables } from './process.ts';

/** The client secrets of the stage's verified apps. */
export function platformSecretsOf(read: Variables): PlatformSecrets {
  const client = new SecretsManagerClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  const { platformSecretAge: maxAge, freshSecretPause: freshPause } = LIMITS;
  return platformSecrets({ client, prefix: read('platformApps'), clock, maxAge, freshPause });
}
