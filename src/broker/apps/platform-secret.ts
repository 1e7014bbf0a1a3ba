import { Secret } from '../../vault/secret.ts';

/**
 * Reads the client secret out of a platform secret: JSON `{"clients": {"<client id>": "<client secret>"}}`. It is keyed
 * by client id, so connections of an earlier client keep working. Undefined: another form, or no such client (T130).
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
