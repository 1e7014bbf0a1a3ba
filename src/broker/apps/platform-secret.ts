import { Secret } from '../../vault/secret.ts';

/**
 * A provider's platform secret is JSON: `{"clients": {"<client id>": "<client secret>"}}`. By client id, so that
 * connections made with an earlier client keep theirs. Undefined: not of that form, or no such client (T130).
 */
export function clientSecretIn(text: string | undefined, clientId: string): Secret | undefined {
  try {
    const { clients } = JSON.parse(text ?? '') as { clients?: Record<string, unknown> };
    const secret = clients && Object.hasOwn(clients, clientId) ? clients[clientId] : undefined;
    return typeof secret === 'string' && secret !== '' ? new Secret(secret) : undefined;
  } catch {
    return undefined;
  }
}
