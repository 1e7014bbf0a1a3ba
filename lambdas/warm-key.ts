import { LIMITS } from '../src/broker/limits.ts';
import { within } from '../src/system/within.ts';
import type { Vault } from '../src/vault/vault.ts';

/**
 * Fetches the data key while a process starts. The start waits for it, because Lambda may freeze a started process together with
 * its open requests. The wait is bounded and ignores errors; a request that needs the key reports them.
 */
export async function warmKey(vault: Vault): Promise<void> {
  const warm = vault.sealer().catch(() => undefined);
  await within(warm, LIMITS.warmKey);
}
