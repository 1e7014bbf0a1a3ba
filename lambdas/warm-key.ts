import { LIMITS } from '../src/broker/limits.ts';
import { within } from '../src/system/within.ts';
import type { Vault } from '../src/vault/vault.ts';

/**
 * The data key, while a process starts: awaited, since Lambda may freeze one that has started for minutes, and what was
 * under way with it. An outage holds no start up for long: whoever needs the key and cannot have it says so.
 */
export async function warmKey(vault: Vault): Promise<void> {
  const warm = vault.sealer().catch(() => undefined);
  await within(warm, LIMITS.warmKey);
}
