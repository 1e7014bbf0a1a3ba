import type { z } from 'zod';
import { rfc3339 } from '../broker/connection/describe-connection.ts';
import type { PublicOAuthApp } from '../broker/stores.ts';
import type { OAuthAppResource } from '../contract/resources.ts';

/** A BYO app as the API shows it: that a secret is set and when, never the secret (T070). */
export function describeApp(app: PublicOAuthApp): z.infer<typeof OAuthAppResource> {
  const { provider, version, clientId, variables = {}, custom } = app;
  return {
    provider,
    version,
    clientId,
    variables,
    custom,
    createdAt: rfc3339(app.createdAt),
    secretSetAt: rfc3339(app.secretSetAt),
  };
}
