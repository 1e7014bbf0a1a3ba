import { Secret } from '../../vault/secret.ts';
import type { Seal } from '../../vault/vault.ts';
import { appDestination } from '../destination.ts';
import type { OAuthApp } from '../records.ts';
import { appPlace } from '../sealed-places.ts';
import type { AppKey } from '../stores.ts';

type Unsealed = Omit<OAuthApp, 'seal' | 'destination' | 'sealedSecret' | 'sealedRegistration'>;

/** The record of an app with its seal, and with its client secret sealed beside it where it has one here. */
export function sealedApp(
  seal: Seal,
  key: AppKey,
  app: Unsealed,
  clientSecret?: Secret,
  registrationToken?: Secret,
): OAuthApp {
  const destination = appDestination(app);
  return {
    ...app,
    destination,
    seal: seal(appPlace(key, 'seal', destination), new Secret('')),
    ...(clientSecret && { sealedSecret: seal(appPlace(key, 'sealedSecret', destination), clientSecret) }),
    ...(registrationToken && {
      sealedRegistration: seal(appPlace(key, 'sealedRegistration', destination), registrationToken),
    }),
  };
}
