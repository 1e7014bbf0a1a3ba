import { LIMITS } from '../limits.ts';
import type { Ports } from '../ports.ts';
import type { AppHealth } from '../records.ts';
import { believedHealth } from './believed-health.ts';

/** What one process read of the apps' health. Each reading is kept for {@link LIMITS.appHealthAge}. */
export interface KnownHealth {
  /** Undefined: no failure of the app is known. Rejects when the table does not answer. */
  read(appKey: string): Promise<AppHealth | undefined>;
  /** The last reading, whatever its age. */
  last(appKey: string): AppHealth | undefined;
  forget(appKey: string): void;
}

/** Starts with nothing read. */
export function knownHealth({ appHealth, clock }: Pick<Ports, 'appHealth' | 'clock'>): KnownHealth {
  const kept = new Map<string, { since: number; health: Promise<AppHealth | undefined> }>();
  const last = new Map<string, AppHealth | undefined>();
  return {
    async read(appKey) {
      const reading = kept.get(appKey);
      if (reading && clock.now() - reading.since < LIMITS.appHealthAge) return reading.health;
      const health = readHealth({ appHealth, clock }, appKey);
      health.catch(() => kept.delete(appKey));
      kept.set(appKey, { since: clock.now(), health });
      last.set(appKey, await health);
      return health;
    },
    last: (appKey) => last.get(appKey),
    forget: (appKey) => void kept.delete(appKey),
  };
}

/** The stored health, as far as it may be believed. Undefined: there is none. Rejects when the table does not answer. */
export async function readHealth(
  { appHealth, clock }: Pick<Ports, 'appHealth' | 'clock'>,
  appKey: string,
): Promise<AppHealth | undefined> {
  const health = await appHealth.read({ appKey });
  return health && believedHealth(appKey, health, clock.now());
}
