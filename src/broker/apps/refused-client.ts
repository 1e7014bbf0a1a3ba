/**
 * A provider refused a client. The refusal is of the secret that was sent, and that one may have been replaced by now: it is
 * read again, past every cache, before anybody is blamed.
 */
import { VERIFIED } from '../../contract/identifiers.ts';
import type { TokenEndpointContext } from '../../oauth/token-endpoint.ts';
import type { TokenFailure } from '../../oauth/token-failure.ts';
import type { Ports } from '../ports.ts';
import type { ConnectionKey } from '../stores.ts';
import type { RowDestination } from './check-destination.ts';
import { type AppPorts, freshCredentials } from './oauth-app-credentials.ts';

/** Whose credentials were refused. */
export interface RefusedClient {
  key: ConnectionKey;
  row: RowDestination;
  /** The credentials that were sent. Undefined: there was no secret to send. */
  used: TokenEndpointContext | undefined;
}

/** `same`: it is the one that was refused, or there still is none. `unknown`: it could not be read, so nobody may be blamed. */
export type SecretNow =
  | { state: 'same' | 'unknown' }
  | { state: 'replaced'; credentials: TokenEndpointContext };

/**
 * Whether a failure may be that of a secret. A custom provider names it as it likes, so at an own app any refusal of our request
 * counts: its row is cheap to read. At a verified app the provider's codes are known, and readings of its secret are spaced, so
 * that the refusals of one account would keep the others waiting.
 */
export function isOfClient(
  { kind, isVague }: TokenFailure,
  { appOwner }: Pick<RowDestination, 'appOwner'>,
): boolean {
  return kind === 'configuration' && (!isVague || appOwner !== VERIFIED);
}

/** Reads the secret that the app has now. Never rejects. */
export async function secretNow(ports: AppPorts, { key, row, used }: RefusedClient): Promise<SecretNow> {
  try {
    const credentials = await freshCredentials(ports, key, row);
    if (!credentials || credentials.clientSecret?.reveal() === used?.clientSecret?.reveal())
      return { state: 'same' };
    return { state: 'replaced', credentials };
  } catch {
    return { state: 'unknown' };
  }
}

/**
 * Takes a verdict on an app back whose secret was replaced while the verdict was being written. Who stores a new secret deletes
 * the verdict afterwards; if that came first, the new secret is seen here.
 */
export async function withdrawIfReplaced(
  ports: AppPorts & Pick<Ports, 'appHealth'>,
  appKey: string,
  refused: RefusedClient,
): Promise<void> {
  if ((await secretNow(ports, refused)).state !== 'replaced') return;
  await ports.appHealth.delete({ appKey }, { reason: { is: 'app_misconfigured' } });
}
