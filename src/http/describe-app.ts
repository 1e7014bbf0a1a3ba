import type { z } from 'zod';
import { redirectUriOf } from '../broker/connect/redirect-uri.ts';
import { rfc3339 } from '../broker/connection/describe-connection.ts';
import type { Settings } from '../broker/ports.ts';
import type { PublicOAuthApp } from '../broker/stores.ts';
import { CustomProvider } from '../contract/custom-provider.ts';
import type { ListedOAuthApp, OAuthAppResource } from '../contract/resources.ts';

/** A BYO app as the API shows it: that a secret is set, when and by whom, never the secret (T070). */
export function describeApp(app: PublicOAuthApp): z.infer<typeof OAuthAppResource> {
  const { provider, version, clientId, variables = {}, custom, remote, secretSetBy } = app;
  return {
    provider,
    version,
    clientId,
    variables,
    // A description of an older release that this one refuses is not shown, and the other apps are.
    custom: CustomProvider.safeParse(custom).data,
    // The function that lists apps cannot read sealed bytes. Only a remote server takes a client without a secret.
    hasSecret: remote?.method !== 'none',
    secretSetBy,
    createdAt: rfc3339(app.createdAt),
    secretSetAt: rfc3339(app.secretSetAt),
  };
}

/** The same with the redirect URI to register at the provider. */
export function describeListedApp(
  settings: Pick<Settings, 'apiOrigin'>,
  workspaceId: string,
  app: PublicOAuthApp,
): z.infer<typeof ListedOAuthApp> {
  const pinned = { provider: app.provider, appOwner: workspaceId, variables: app.variables };
  return { ...describeApp(app), redirectUri: redirectUriOf(settings, pinned) };
}
