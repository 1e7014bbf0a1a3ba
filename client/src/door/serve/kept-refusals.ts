/**
 * Keeps refusals for gateways such as nginx, which drop the body of the answer to their question: these fetch the body afterwards.
 * A refusal holds no secret. Asking again instead would spend a second operation, and could be answered with a token.
 */
import type { System } from '../../system.ts';
import { DOOR_LIMITS } from '../door-limits.ts';

export interface KeptRefusals {
  /** Keeps a body for a gateway; returns the id at which the gateway finds it once. */
  keep(gateway: string, body: string): string;
  /** The body, which is then forgotten. Undefined: there is none, or it is another gateway's. */
  take(gateway: string, id: string): string | undefined;
}

export function keptRefusals({ now, randomBytes }: Pick<System, 'now' | 'randomBytes'>): KeptRefusals {
  const gateways = new Map<string, Map<string, { body: string; until: number }>>();
  return {
    keep(gateway, body) {
      const id = Buffer.from(randomBytes(16)).toString('hex');
      const kept = gateways.get(gateway) ?? new Map();
      gateways.set(gateway, kept);
      kept.set(id, { body, until: now() + DOOR_LIMITS.keptRefusalTime });
      if (kept.size > DOOR_LIMITS.keptRefusals) kept.delete(kept.keys().next().value as string);
      return id;
    },
    take(gateway, id) {
      const kept = gateways.get(gateway);
      const found = kept?.get(id);
      kept?.delete(id);
      return found && found.until > now() ? found.body : undefined;
    },
  };
}
