import { LIMITS } from '../broker/limits.ts';
import { newId } from '../broker/new-id.ts';
import type { Clock, Random } from '../broker/ports.ts';
import type { DataKeyStore } from '../broker/stores.ts';
import { DataKeys } from '../vault/data-keys.ts';
import type { KeyWrapper } from '../vault/key-wrapper.ts';
import { createVault, type Vault } from '../vault/vault.ts';

export interface OpenVaultOptions {
  environment: string;
  wrapper: KeyWrapper;
  dataKeys: DataKeyStore;
  clock: Clock;
  random: Random;
  /** Whether to create the environment's first data key. Only `connect` has the right. */
  mayCreateFirst: boolean;
}

/** The environment's vault; its wrapped data keys are in the table. */
export function openVault(options: OpenVaultOptions): Vault {
  const { environment, wrapper, dataKeys: store, clock, random, mayCreateFirst } = options;
  const dataKeys = new DataKeys({
    wrapper,
    environment,
    mayCreateFirst,
    maxAge: LIMITS.dataKeyAge,
    now: () => clock.now(),
    wrappedKeys: {
      newest: () => store.newest(),
      read: (key) => store.read(key),
      add: ({ version, wrapped }) =>
        store.change(
          { version },
          {
            expect: { version: { absent: true } },
            set: { version, wrapped, state: 'current', createdAt: clock.now() },
            writeId: newId({ random }),
          },
        ),
    },
  });
  return createVault({ environment, dataKeys, randomBytes: (length) => random.bytes(length) });
}
